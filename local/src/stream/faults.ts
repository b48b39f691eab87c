// Faults to order, so that what lies on both sides of the stream can be tried against them. Pure.

/**
 * What goes wrong. The owner may change it at any time; it is read anew for every call.
 * Shares are between 0 and 1 of the calls that write (PutRecord, PutRecords), and exclude each other.
 */
export interface Faults {
  /** Share of the records in accepted calls that are throttled: partial failure. */
  throttledRecords: number;
  /** Share of calls that are throttled as a whole. */
  throttledCalls: number;
  /** Share of calls answered 500. */
  failedCalls: number;
  /** Share of calls whose connection is reset before anything is stored. */
  resetCalls: number;
  /** Share of calls that are stored and whose connection is reset in place of the answer. */
  lostAnswers: number;
  /** Added to every call that writes, in milliseconds. */
  delayMs: number;
  /** The connection of every call, reads too, is reset. */
  isDown: boolean;
}

export type CallFault = "none" | "throttle" | "fail" | "reset" | "lose_answer";

/** Everything works. A new object, the caller's to change. */
export function createFaults(): Faults {
  return {
    throttledRecords: 0,
    throttledCalls: 0,
    failedCalls: 0,
    resetCalls: 0,
    lostAnswers: 0,
    delayMs: 0,
    isDown: false,
  };
}

/** What happens to the next call. */
export function nextCallFault(faults: Readonly<Faults>, isWrite: boolean, random: () => number): CallFault {
  if (faults.isDown) return "reset";
  if (!isWrite) return "none";
  const shares: [CallFault, number][] = [
    ["reset", faults.resetCalls],
    ["fail", faults.failedCalls],
    ["throttle", faults.throttledCalls],
    ["lose_answer", faults.lostAnswers],
  ];
  let drawn = random();
  for (const [fault, share] of shares) {
    if (drawn < share) return fault;
    drawn -= share;
  }
  return "none";
}

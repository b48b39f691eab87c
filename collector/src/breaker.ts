// The circuit breaker: while the stream is dead, requests are refused at once instead of waiting for it one by one. Pure.
//
//   closed --(failuresMax requests in a row failed)--> open --(pause over, one request)--> probing
//     ^                                                 ^------------(it failed)--------------|
//     |-------------------------------(the stream answered)-----------------------------------|
//
// It only ever says that a request may be tried or not. That one was stored is for the stream alone to say.

export type Breaker =
  | { kind: "closed"; failures: number }
  /** `probeAt`: our clock, when one request is let through. */
  | { kind: "open"; failures: number; probeAt: number }
  /** `until`: when the probe counts as lost, should nothing be heard of it. */
  | { kind: "probing"; failures: number; until: number };

/** What a request is given on its way: whether it may go to the stream. */
export type Admission =
  | { kind: "pass" }
  /** `failures` tells it from other probes. */
  | { kind: "probe"; failures: number }
  | { kind: "refuse"; retryMs: number };

/** What became of an admitted request: did the stream react at all, if only to throttle a part or to refuse? */
export type Reaction = "alive" | "dead";

/** Whole requests in a row that the stream took nothing of, each having used up its time. */
export const failuresMax = 3;

/** The first pause; each failed probe doubles it. In milliseconds. */
export const pauseMs = 2_000;
export const pauseMsMax = 10_000;

/** Longer than any request may take with its stream, in milliseconds. */
export const probeMsMax = 10_000;

export const closed: Breaker = { kind: "closed", failures: 0 };

/** @param now our clock, in milliseconds; it may be set back */
export function admit(breaker: Breaker, now: number): { breaker: Breaker; admission: Admission } {
  if (breaker.kind === "closed") return { breaker, admission: { kind: "pass" } };
  const [dueAt, waitMsMax] =
    breaker.kind === "open" ? [breaker.probeAt, pauseMsMax] : [breaker.until, probeMsMax];
  const waitMs = dueAt - now;
  // Longer than any wait there is: the clock was set back, and would keep us shut until it is there again.
  if (waitMs > 0 && waitMs <= waitMsMax) return { breaker, admission: { kind: "refuse", retryMs: waitMs } };
  const failures = breaker.failures + (breaker.kind === "probing" ? 1 : 0);
  return {
    breaker: { kind: "probing", failures, until: now + probeMsMax },
    admission: { kind: "probe", failures },
  };
}

/** The breaker after an admitted request has ended. */
export function settle(breaker: Breaker, admission: Admission, reaction: Reaction, now: number): Breaker {
  if (reaction === "alive") return closed;
  if (breaker.kind === "closed") return fail(breaker.failures + 1, now);
  const isItsProbe =
    breaker.kind === "probing" && admission.kind === "probe" && admission.failures === breaker.failures;
  // Others were on their way before it opened, or were given up: they must not put off the next probe.
  return isItsProbe ? fail(breaker.failures + 1, now) : breaker;
}

function fail(failures: number, now: number): Breaker {
  if (failures < failuresMax) return { kind: "closed", failures };
  const pause = Math.min(pauseMsMax, pauseMs * 2 ** (failures - failuresMax));
  return { kind: "open", failures, probeAt: now + pause };
}

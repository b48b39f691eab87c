import { clockSkewMaxMs, eventAgeMaxMs } from "@riacho/contract/limits";

/** When an event happened, and why that is not simply what the client said. */
export interface EventTime {
  at: number;
  flag?: "event_at:skew" | "event_at:future" | "event_at:old" | "event_at:missing";
}

/**
 * When an event happened: the client's time, moved by the client clock's error, never in the future and never older
 * than a queue may keep it. All in milliseconds since 1970.
 *
 * @param time the client's clock at the event; null where unknown
 * @param sent the client's clock when the request left; null where unknown, and then no correction is made
 * @param receivedAt our clock when the request came
 */
export function readEventTime(time: number | null, sent: number | null, receivedAt: number): EventTime {
  if (time === null) return { at: receivedAt, flag: "event_at:missing" };
  const skew = sent === null ? 0 : receivedAt - sent;
  const isSkewed = Math.abs(skew) > clockSkewMaxMs;
  const at = isSkewed ? time + skew : time;
  if (at < receivedAt - eventAgeMaxMs) return { at: receivedAt, flag: "event_at:old" };
  if (at > receivedAt + clockSkewMaxMs) return { at: receivedAt, flag: "event_at:future" };
  // A few seconds ahead is a clock within tolerance, not a fault; it still must not lie in the future.
  const past = Math.min(at, receivedAt);
  return isSkewed ? { at: past, flag: "event_at:skew" } : { at: past };
}

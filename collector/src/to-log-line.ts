// What the log says of a stream in trouble: never an address, never anything of an event. Pure.

import type { LogLine } from "./log.ts";
import type { PutOutcome } from "./put-records.ts";

/**
 * AWS' sentences that name a permission or a stream. Those of other refusals may repeat what they refuse, which would be
 * events.
 */
const telling = new Set(["AccessDeniedException", "ResourceNotFoundException"]);
const sentenceLengthMax = 400;

/**
 * The line for a request's outcome, or null where nothing is worth one: what was stored, and what the breaker held back,
 * whose opening has a line of its own.
 */
export function toLogLine(outcome: PutOutcome, records: number): LogLine | null {
  if (outcome.kind === "unavailable") {
    const { cause, tries, stored } = outcome;
    return { level: "WARN", message: "stream unavailable", cause, tries, records, stored };
  }
  if (outcome.kind === "refused") {
    const { code, message, tries } = outcome;
    const sentence = telling.has(code) ? { detail: message.slice(0, sentenceLengthMax) } : {};
    return { level: "ERROR", message: "stream refuses", code, tries, records, ...sentence };
  }
  return null;
}

/** The line for the breaker's turning. */
export function toTurnLine(turned: "open" | "closed"): LogLine {
  const message =
    turned === "open" ? "stream is dead: requests are answered 503 at once" : "stream is alive again";
  return { level: "WARN", message };
}

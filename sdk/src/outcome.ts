// What the collector's answer means for the queue. Pure.

import { type Answer, readAnswer } from "@riacho/contract/answer";

/** What came back over the wire. */
export interface Reply {
  /** 0 where nothing came: a network error, a timeout, an answer that CORS hides. */
  status: number;
  retryAfter?: string | null;
  text?: string;
}

/** What an answer means for the events that were sent. */
export type Outcome =
  /** Every event is answered for: the refused ones with their reason. */
  | { kind: "settled"; answer: Answer }
  /** Keep the events and try later; not before `waitMs` where the collector asked for it. */
  | { kind: "retry"; status: number; waitMs: number | null }
  /** The request itself was refused: try smaller ones, and give up on a single event that is still refused. */
  | { kind: "halve"; status: number }
  /** This app is switched off: stop sending, keep nothing. */
  | { kind: "off" };

/** No collector of ours asks for more; a foreign answer must not silence a page for days. */
const waitMaxMs = 3_600_000;

/**
 * Reads what a reply means. Only a 200 whose body is our answer to this many events settles them: a captive portal
 * says 200 too.
 *
 * @param count how many events were sent
 * @param now the client's clock, in milliseconds since 1970, for a `Retry-After` that is a date
 */
export function readOutcome({ status, retryAfter, text }: Reply, count: number, now: number): Outcome {
  const answer = status === 200 && readAnswer(text as string, count);
  if (answer) return { kind: "settled", answer };
  if (status === 400 || status === 413) return { kind: "halve", status };
  if (status === 410) return { kind: "off" };
  return { kind: "retry", status, waitMs: readRetryAfter(retryAfter, now) };
}

/** Milliseconds of a `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3); null where it is neither. */
function readRetryAfter(text: string | null | undefined, now: number): number | null {
  const ms = Number(text) * 1000 || Date.parse(text as string) - now;
  return ms > 0 ? Math.min(ms, waitMaxMs) : null;
}

// What came back for a batch, and what that means: pure.

import { type Answer, type ErrorAnswer, readAnswer } from "@riacho/contract/answer";

export type Outcome =
  | { kind: "answered"; answer: Answer }
  /** The same batch may be sent again, not before so many milliseconds; null where the collector named no time. */
  | { kind: "retry"; retryAfterMs: number | null; cause: string }
  /** The collector will never take this batch. */
  | { kind: "refused"; cause: string };

export interface HttpAnswer {
  status: number;
  /** The `Retry-After` header. */
  retryAfter: string | null;
  body: string;
}

/**
 * Only our own collector's word settles a batch: a page of somebody else's with status 200 or 404 does not.
 *
 * @param count how many events were sent
 * @param now milliseconds since 1970
 */
export function readOutcome({ status, retryAfter, body }: HttpAnswer, count: number, now: number): Outcome {
  if (status === 200) {
    const answer = readAnswer(body, count);
    if (answer) return { kind: "answered", answer };
    return { kind: "retry", retryAfterMs: null, cause: "status 200 with a body that is not the collector's" };
  }
  const error = readErrorAnswer(body);
  const cause = `status ${status}, ${error ? `${error.error}: ${error.message}` : "not the collector's"}`;
  const isFinal = error !== null && status >= 400 && status < 500 && status !== 429;
  return isFinal
    ? { kind: "refused", cause }
    : { kind: "retry", retryAfterMs: readRetryAfter(retryAfter, now), cause };
}

function readErrorAnswer(body: string): ErrorAnswer | null {
  try {
    const { error, message } = JSON.parse(body);
    return typeof error === "string" && typeof message === "string"
      ? ({ error, message } as ErrorAnswer)
      : null;
  } catch {
    return null;
  }
}

/** Seconds or a date, as RFC 9110 section 10.2.3 has it; null where it is neither. */
function readRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

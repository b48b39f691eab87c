import { eventsPath } from "@riacho/contract/event";
import type { Batch } from "./batches.ts";
import { type Outcome, readOutcome } from "./outcome.ts";

/** One attempt at one batch. Never rejects: a network error is an outcome too. */
export type Send = (batch: Batch, userAgent: string) => Promise<Outcome>;

/** Longest time one attempt may take, in milliseconds. */
const attemptTimeoutMs = 15_000;

/**
 * Sends batches as a page of the shop would.
 *
 * @param origin the pipeline's origin, such as `http://localhost:8080`
 */
export function createSend({ origin, app }: { origin: string; app: string }): Send {
  return async (batch, userAgent) => {
    const url = new URL(eventsPath, origin);
    // The real clock: history keeps its times only where the client's clock is right when the request leaves.
    url.search = new URLSearchParams({ app, sent: String(Date.now()) }).toString();
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "text/plain;charset=UTF-8", "user-agent": userAgent, origin },
        body: batch.body,
        redirect: "manual",
        signal: AbortSignal.timeout(attemptTimeoutMs),
      });
      const retryAfter = response.headers.get("retry-after");
      const body = await response.text();
      return readOutcome({ status: response.status, retryAfter, body }, batch.events.length, Date.now());
    } catch (error) {
      return { kind: "retry", retryAfterMs: null, cause: describeError(error) };
    }
  };
}

/** `fetch failed` alone says nothing: the cause has the code. */
function describeError(error: unknown): string {
  const { message, cause } = error as Error & { cause?: Error & { code?: string } };
  return cause ? `${message}: ${cause.code ?? cause.message}` : message;
}

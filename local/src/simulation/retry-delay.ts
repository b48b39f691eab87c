import type { Random } from "./random.ts";

const backoffFirstMs = 250;
const backoffMaxMs = 8_000;

/**
 * Milliseconds to wait before a batch is sent again: what the collector asked for and a random part on top, so that
 * batches refused together do not come back together.
 *
 * @param tries how often the batch was sent, from 1
 * @param retryAfterMs what the collector asked for; null where it named no time
 */
export function nextRetryDelayMs(tries: number, retryAfterMs: number | null, random: Random): number {
  const backoffMs = Math.min(backoffMaxMs, backoffFirstMs * 2 ** (tries - 1));
  return (retryAfterMs ?? 0) + random() * backoffMs;
}

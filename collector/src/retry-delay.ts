// When a request's records are put again, and when that is given up. Pure.

/**
 * How long one request may spend on the stream, tries and waits together, in milliseconds. Shards are throttled by the
 * second, so it spans a few; the SDK gives an attempt up after 10 s, and a Lambda is paid for while it waits.
 */
export const budgetMs = 3_000;

/** Longest try, in milliseconds. A put within a region takes some ten. */
export const tryMsMax = 2_000;

/** A try with less time than this is not begun: it would store and not live to know it. */
const tryMsMin = 250;

/** Tries of one request, the first included: the budget alone would let a stream that refuses at once be asked often. */
const triesMax = 10;

const delayMs = 50;
const delayMsMax = 800;

/**
 * How long to wait before the next try, in milliseconds; null where none is left.
 *
 * Full jitter (anything from nothing to a bound that doubles): throttled Lambdas that waited equally long would come
 * back together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param tries those that failed, at least 1
 * @param elapsedMs since the request's first try began
 * @param random from 0 up to 1
 */
export function nextRetryDelay(tries: number, elapsedMs: number, random: number): number | null {
  const delay = random * Math.min(delayMsMax, delayMs * 2 ** (tries - 1));
  if (tries >= triesMax || elapsedMs + delay + tryMsMin > budgetMs) return null;
  return delay;
}

/** How long the next try may last, in milliseconds. */
export function nextTryMs(elapsedMs: number): number {
  return Math.max(tryMsMin, Math.min(tryMsMax, budgetMs - elapsedMs));
}

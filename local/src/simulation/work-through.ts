/**
 * Does the work for each item, at most `concurrency` at a time. Items are taken one by one, as they are needed.
 *
 * @param signal once aborted, no further item is taken; what has begun is finished
 */
export async function workThrough<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
  { concurrency, signal }: { concurrency: number; signal: AbortSignal },
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  async function takeTurns(): Promise<void> {
    while (!signal.aborted) {
      const next = iterator.next();
      if (next.done) return;
      await work(next.value);
    }
  }
  await Promise.all(Array.from({ length: concurrency }, takeTurns));
}

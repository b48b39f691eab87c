import fc from "fast-check";
import { expect, test } from "vitest";
import { budgetMs, nextRetryDelay, nextTryMs, tryMsMax } from "../src/retry-delay.ts";

type Next = typeof nextRetryDelay;

const tries = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.constantFrom(31, 32, 33, 64, 1_100, 2 ** 31, 2 ** 53),
);
const elapsedMs = fc.double({ min: 0, max: 2 * budgetMs, noNaN: true });
const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** A wait is one that a timer can wait, and leaves a try its time; there is an end to tries. */
function hold(next: Next): void {
  fc.assert(
    fc.property(tries, elapsedMs, dice, (tries, elapsedMs, random) => {
      const delay = next(tries, elapsedMs, random);
      if (delay === null) return;
      expect(tries).toBeLessThan(10);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(800);
      expect(elapsedMs + delay + nextTryMs(elapsedMs + delay)).toBeLessThanOrEqual(budgetMs);
    }),
    { seed: 3 },
  );
  // Full jitter: all of the range, which doubles.
  expect([1, 2, 3, 9].map((tries) => next(tries, 0, 0.5))).toEqual([25, 50, 100, 400]);
}

test("a wait is never negative or no number, ends within the budget, and doubles up to a bound", () => {
  hold(nextRetryDelay);
});

test("a try has its time, however late it is", () => {
  for (const elapsedMs of [0, 1, budgetMs, 2 * budgetMs]) {
    expect(nextTryMs(elapsedMs)).toBeGreaterThan(0);
    expect(nextTryMs(elapsedMs)).toBeLessThanOrEqual(tryMsMax);
  }
});

const always: (tries: number) => number = (tries) => Math.min(800, 50 * 2 ** (tries - 1));

test.each<[string, Next]>([
  [
    "doubled by shifting bits: negative after 31",
    (tries, _, random) => random * Math.min(800, 50 << (tries - 1)),
  ],
  ["no end to tries", (tries, _, random) => random * always(tries)],
  ["the budget forgotten", (tries, _, random) => (tries < 10 ? random * always(tries) : null)],
  ["no bound", (tries, _, random) => (tries < 10 ? random * 50 * 2 ** (tries - 1) : null)],
  ["no number for the first try", (tries) => (tries < 10 ? Math.log(tries - 2) : null)],
  ["no jitter", (tries, elapsedMs) => nextRetryDelay(tries, elapsedMs, 0.999)],
])("a planted mistake is caught: %s", (_, next) => expect(() => hold(next)).toThrow());

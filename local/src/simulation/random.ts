// The dice of the simulation: a random number is a function, and every draw is made from it.

import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus, xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Gives a number from 0 (included) to 1 (excluded) and moves on. */
export type Random = () => number;

/** Numbers thrown away at the start: the generator's first ones after a small seed have few bits set. */
const warmUpDraws = 64;

/**
 * Gives one independent generator after another, always the same ones for a seed. Each visitor has its own, so that
 * asking for more visitors does not change the first ones.
 *
 * @param seed a whole number, 0 to 4294967295
 * @example const nextRandom = createRandoms(1); const random = nextRandom();
 */
export function createRandoms(seed: number): () => Random {
  const source = xoroshiro128plus(seed);
  for (let i = 0; i < warmUpDraws; i++) source.next();
  return () => {
    // 128 bits for each: with a 32-bit seed, two of 100,000 visitors would share their ids.
    const state = [source.next(), source.next(), source.next(), source.next()];
    const generator = xoroshiro128plusFromState(state);
    return () => uniformFloat64(generator);
  };
}

/** True in `probability` of all draws; always where it is 1 or more. */
export function drawChance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** A whole number, both ends included. */
export function drawInt(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

/** One of a list that is not empty, each as likely as its weight says. */
export function drawWeighted<Item>(
  random: Random,
  items: readonly Item[],
  weightOf: (item: Item) => number,
): Item {
  const total = items.reduce((sum, item) => sum + weightOf(item), 0);
  let left = random() * total;
  for (const item of items) {
    left -= weightOf(item);
    if (left < 0) return item;
  }
  return items[items.length - 1] as Item; // reached by rounding only
}

/** One of a list that is not empty, all alike. */
export function drawOne<Item>(random: Random, items: readonly Item[]): Item {
  return drawWeighted(random, items, () => 1);
}

/**
 * A log-normal number, as the times people take are: half lie below the median, a few far above it.
 *
 * @param spread the logarithm's standard deviation; at 1 one draw of six is above 2.7 medians
 */
export function drawLogNormal(random: Random, median: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * normal);
}

/**
 * A whole number from 1 on with a heavy tail (Pareto): most are 1, a few are large.
 *
 * @param tail the smaller, the heavier; the share of numbers of n and more is n to the power of -tail
 */
export function drawHeavyTailed(random: Random, tail: number, max: number): number {
  return Math.min(max, Math.floor((1 - random()) ** (-1 / tail)));
}

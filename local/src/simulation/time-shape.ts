// When people visit a shop: by the clock on their own wall.

import type { LocalClock, LocalTime } from "./local-clock.ts";
import { drawInt, type Random } from "./random.ts";

// Relative weights, invented: a lunch bump and an evening peak, as shops commonly report.
const hourWeights = [
  0.25, 0.15, 0.1, 0.08, 0.08, 0.1, 0.2, 0.4, 0.6, 0.75, 0.85, 0.9, 1.05, 0.95, 0.8, 0.8, 0.8, 0.85, 0.95,
  1.15, 1.3, 1.3, 1.0, 0.6,
];

/** From Sunday on. */
const weekdayWeights = [1.2, 1.05, 1, 1, 0.95, 0.8, 0.9];

const weightMax = Math.max(...hourWeights) * Math.max(...weekdayWeights);

/** How likely a visit is at this local time, relative to other times. */
export function weightAt({ weekday, hour }: LocalTime): number {
  return (hourWeights[hour] as number) * (weekdayWeights[weekday] as number);
}

/**
 * A time at which a visit begins, from one time to another, both in milliseconds since 1970 and included.
 *
 * Draws until a time passes: exact on days with 23 and 25 hours too, where placing local hours on a day would not be.
 */
export function drawMoment(random: Random, clock: LocalClock, from: number, to: number): number {
  for (;;) {
    const moment = drawInt(random, from, to);
    if (random() * weightMax < weightAt(clock(moment))) return moment;
  }
}

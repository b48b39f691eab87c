import { expect, it } from "vitest";
import { createLocalClock } from "../src/simulation/local-clock.ts";
import { createRandoms } from "../src/simulation/random.ts";
import { drawMoment, weightAt } from "../src/simulation/time-shape.ts";

const draws = 20_000;
const dayMs = 24 * 60 * 60 * 1000;
const from = Date.UTC(2026, 5, 1);

it.each(["America/Sao_Paulo", "Asia/Kolkata"])("visits follow the weekday and the hour of %s", (timeZone) => {
  const clock = createLocalClock(timeZone);
  const random = createRandoms(7)();
  const hours = new Map<number, number>();
  const weekdays = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const { weekday, hour } = clock(drawMoment(random, clock, from, from + 14 * dayMs - 1));
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
    weekdays.set(weekday, (weekdays.get(weekday) ?? 0) + 1);
  }
  const hourWeights = Array.from({ length: 24 }, (_, hour) => weightAt({ weekday: 1, hour }));
  const weekdayWeights = Array.from({ length: 7 }, (_, weekday) => weightAt({ weekday, hour: 12 }));
  expectShares(hours, hourWeights);
  expectShares(weekdays, weekdayWeights);
});

function expectShares(counts: ReadonlyMap<number, number>, weights: readonly number[]): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    expect(Math.abs((counts.get(index) ?? 0) / draws - weight / total)).toBeLessThan(0.01);
  }
}

it("the clock on the wall knows daylight saving", () => {
  const clock = createLocalClock("America/New_York");
  expect(clock(Date.UTC(2026, 0, 4, 12))).toEqual({ weekday: 0, hour: 7 });
  expect(clock(Date.UTC(2026, 6, 5, 12))).toEqual({ weekday: 0, hour: 8 });
});

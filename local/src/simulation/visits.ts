// How often people come, and when.

import type { LocalClock } from "./local-clock.ts";
import { drawHeavyTailed, drawLogNormal, type Random } from "./random.ts";
import { drawMoment } from "./time-shape.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** Even the keenest come no more often than this on average. */
const visitsPerDayMax = 3;

const newTail = 1.7;
const regularTail = 1.3;

/** Days until somebody new comes back: soon or hardly ever. */
const returnDays = { median: 1.5, spread: 1 };

/** No visit begins sooner after another. */
const gapMinMs = hourMs;

interface VisitsSettings {
  clock: LocalClock;
  isRegular: boolean;
  /** Milliseconds since 1970. */
  from: number;
  /** Milliseconds since 1970. */
  until: number;
}

/** When visits begin, in milliseconds since 1970, ascending; at least one. */
export function drawVisits(random: Random, settings: VisitsSettings): number[] {
  const { clock, isRegular, from, until } = settings;
  const countMax = Math.max(1, Math.floor((visitsPerDayMax * (until - from)) / dayMs));
  const count = drawHeavyTailed(random, isRegular ? regularTail : newTail, countMax);
  return isRegular
    ? drawAnyTime(random, settings, count)
    : drawReturns(random, { clock, from, until }, count);
}

/** Regulars come at any time of the history: they were coming before it and will go on. */
function drawAnyTime(random: Random, { clock, from, until }: VisitsSettings, count: number): number[] {
  const moments = Array.from({ length: count }, () => drawMoment(random, clock, from, until));
  moments.sort((a, b) => a - b);
  return moments.filter(
    (moment, index) => index === 0 || moment - (moments[index - 1] as number) >= gapMinMs,
  );
}

/** Somebody new comes at any time, then comes back after a while, as far as the history reaches. */
function drawReturns(
  random: Random,
  { clock, from, until }: Omit<VisitsSettings, "isRegular">,
  count: number,
): number[] {
  const first = drawMoment(random, clock, from, until);
  const visits = [first];
  let last = first;
  while (visits.length < count) {
    const about = last + drawLogNormal(random, returnDays.median, returnDays.spread) * dayMs;
    // A whole day around the time drawn, so that the hour is the visitor's habit and not the last visit's.
    const earliest = Math.floor(Math.max(last + gapMinMs, about - dayMs / 2));
    last = drawMoment(random, clock, earliest, earliest + dayMs);
    if (last > until) break;
    visits.push(last);
  }
  return visits;
}

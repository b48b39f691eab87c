// What starting the SDK costs a page that has run nothing before.

import type { Figure } from "../benchmark.ts";
import { median } from "../median.ts";
import { sdkSetups } from "../sdk-setups.ts";
import type { MeasuredPage } from "./in-page.ts";
import { toRange } from "./range.ts";
import { type FirstScript, type Stage, toFirstScript } from "./stage.ts";

/** In each, every script runs in a new page, so that a slow moment hits all. */
const rounds = 5;
/** By then a page's own loading does not take its part of the processors any more. */
const quietMs = 1000;

/** What the browser itself takes for what only its first caller in a page waits for. */
const firstReads: FirstScript = {
  imports: "",
  run: () => `Intl.DateTimeFormat().resolvedOptions(); localStorage.getItem("riacho");`,
};

export async function measureInit(stage: Stage): Promise<Figure[]> {
  const loading = sdkSetups.map(toFirstScript);
  const quiet = loading.map((script): FirstScript => ({ ...script, afterMs: quietMs }));
  const scripts = [firstReads, ...loading, ...quiet];
  const times = scripts.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, script] of scripts.entries()) times[index]?.push(await timeFirst(stage, script));
  }
  const [reads = [], ...inits] = times;
  const nameOf = (index: number) => `sdk-page-${sdkSetups[index]?.name}-init`;
  const pages = `median of ${rounds} new pages`;
  return [
    {
      name: "sdk-page-first-reads",
      value: median(reads),
      unit: "ms",
      against: `without the SDK: the page's first reads of the time zone and of localStorage, ${pages}`,
      note: toRange(reads),
    },
    ...inits.slice(loading.length).map(
      (ms, index): Figure => ({
        name: `${nameOf(index)}-call`,
        value: median(ms),
        unit: "ms",
        goal: 2,
        against: `the page's first call of init(), ${quietMs} ms after it has loaded, ${pages}`,
        note: toRange(ms),
      }),
    ),
    ...inits.slice(0, loading.length).map(
      (ms, index): Figure => ({
        name: `${nameOf(index)}-loading`,
        value: median(ms),
        unit: "ms",
        against: `the same as the page loads, which takes its part of the processors, ${pages}`,
        note: `${toRange(ms)}; ${median(ms.map((one, round) => one / (reads[round] as number))).toFixed(2)}x the first reads`,
      }),
    ),
  ];
}

function timeFirst({ withPage }: Stage, script: FirstScript): Promise<number> {
  return withPage(script, (page) => page.evaluate(() => (window as unknown as MeasuredPage).initMs));
}

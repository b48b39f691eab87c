// What a page feels of a thousand events at once, as its first: nothing is compiled yet.

import type { CDPSession, Page } from "@playwright/test";
import type { Figure } from "../benchmark.ts";
import { median } from "../median.ts";
import type { SdkSetup } from "../sdk-setups.ts";
import type { MeasuredPage } from "./in-page.ts";
import { toRange } from "./range.ts";
import { type Stage, toFirstScript } from "./stage.ts";

const rounds = 5;
const events = 1_000;

interface Burst {
  /** Milliseconds of the task that tracked. */
  taskMs: number;
  /** Milliseconds of each task over 50 ms, until all was answered. */
  longTasks: number[];
  /** Milliseconds of all tasks of the main thread, until all was answered: the clock's, and the processor's. */
  workMs: number;
  cpuMs: number;
}

export async function measureBurst({ withPage }: Stage, setup: SdkSetup): Promise<Figure[]> {
  const bursts: Burst[] = [];
  for (let round = 0; round < rounds; round++)
    bursts.push(await withPage(toFirstScript(setup), measureRound));
  const name = `sdk-page-${setup.name}`;
  const pages = `median of ${rounds} new pages`;
  const longestMs = bursts.map(({ taskMs, longTasks }) => Math.max(taskMs, ...longTasks));
  const longTasks = bursts.map((burst) => burst.longTasks.length);
  return [
    {
      name: `${name}-burst-longest`,
      value: median(longestMs),
      unit: "ms",
      goal: 50,
      against: `the longest task of a burst of ${events} in one task, until all is answered; ${pages}`,
      note: toRange(longestMs),
    },
    {
      name: `${name}-burst-long`,
      value: median(longTasks),
      unit: "tasks",
      goal: 0,
      against: `over 50 ms, of the same; ${pages}`,
      note: `${longTasks.join(", ")} of the pages`,
    },
    {
      name: `${name}-burst-work`,
      value: median(bursts.map(({ workMs }) => workMs)),
      unit: "ms",
      against: `all tasks of the main thread (TaskDuration) of the same; ${pages}`,
      note: `${toRange(bursts.map(({ workMs }) => workMs))}; ${median(bursts.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms of processor time`,
    },
  ];
}

async function measureRound(page: Page): Promise<Burst> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const before = await readWork(session);
  const seen = await page.evaluate(async (times) => {
    const { inPage, riacho } = window as unknown as MeasuredPage;
    const stop = inPage.watchLongTasks();
    const { taskMs } = await inPage.trackTogether(times);
    await riacho.flush();
    return { taskMs, longTasks: await stop() };
  }, events);
  const after = await readWork(session);
  return { ...seen, workMs: after.workMs - before.workMs, cpuMs: after.cpuMs - before.cpuMs };
}

async function readWork(session: CDPSession): Promise<Pick<Burst, "workMs" | "cpuMs">> {
  const { metrics } = await session.send("Performance.getMetrics");
  const readMs = (name: string) =>
    (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1000;
  return { workMs: readMs("TaskDuration"), cpuMs: readMs("ThreadTime") };
}

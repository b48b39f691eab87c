// What track() costs its caller as an outage begins, and when thousands wait already.

import type { Page } from "@playwright/test";
import type { Figure } from "../benchmark.ts";
import { median } from "../median.ts";
import { percentile } from "../percentile.ts";
import type { SdkSetup } from "../sdk-setups.ts";
import type { MeasuredPage } from "./in-page.ts";
import { sampleBytes } from "./sample.ts";
import { type Stage, toFirstScript } from "./stage.ts";

/** Each in new pages, by turns: in one nothing waits, in the other thousands do. */
const rounds = 3;
const calls = 1_000;
const waitingEvents = 5_000;
/** So many of them in one task. */
const waitingStep = 500;

/** The floors and their subjects take turns in one page: so many turns, of so many events in one task. */
const turns = 10;
const turnEvents = 100;

/** What one page measured, in microseconds an event. */
interface Round {
  /** Each call in a task of its own. */
  p50: number;
  p95: number;
  p99: number;
  /** The mean of the calls between the quartiles: finer than the browser's clock, and without its outliers. */
  middle: number;
  /** The median until the task's end, with what the calls leave to it. */
  toEnd: number;
  /** Many calls in one task. */
  call: number;
  task: number;
  stringify: number;
  put: number;
}

export async function measureTrack(stage: Stage, setup: SdkSetup): Promise<Figure[]> {
  const script = toFirstScript(setup);
  const none: Round[] = [];
  const many: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    none.push(await stage.withPage(script, (page) => measureRound(page, stage, 0)));
    many.push(await stage.withPage(script, (page) => measureRound(page, stage, waitingEvents)));
  }
  return toFigures(`sdk-page-${setup.name}`, none, many);
}

function toFigures(name: string, none: readonly Round[], many: readonly Round[]): Figure[] {
  const of = (what: keyof Round, all = none) => median(all.map((round) => round[what]));
  const ratioOf = (subject: keyof Round, base: keyof Round) =>
    median(none.map((round) => round[subject] / round[base]));
  const percentileOf = (what: "p50" | "p95" | "p99") => ({
    name: `${name}-track-${what}`,
    value: of(what),
    unit: "us" as const,
    against: `one call of ${calls}, each in a task of its own, at first nothing waits; median of ${rounds} pages, compiled`,
    note: `${of(what, many).toFixed(0)} us while ${waitingEvents} wait`,
  });
  return [
    { ...percentileOf("p50"), goal: 20 },
    {
      name: `${name}-track-alone`,
      value: of("toEnd"),
      unit: "us",
      against: "the same until the end of its task: with what the call leaves to it, such as storing; median",
      note: `${of("toEnd", many).toFixed(0)} us while ${waitingEvents} wait`,
    },
    percentileOf("p95"),
    { ...percentileOf("p99"), goal: 200 },
    {
      name: `${name}-track-waiting`,
      value: median(many.map(({ middle }, round) => middle / (none[round] as Round).middle)),
      unit: "x",
      goal: 1.5,
      against: `the mean of these calls between their quartiles; subject: while ${waitingEvents} wait, collector down in both`,
      note: `${of("middle", many).toFixed(1)} us against ${of("middle").toFixed(1)} us`,
    },
    {
      name: `${name}-alone-waiting`,
      value: median(many.map(({ toEnd }, round) => toEnd / (none[round] as Round).toEnd)),
      unit: "x",
      goal: 1.5,
      against: `the same until the end of its task, median; subject: while ${waitingEvents} wait`,
      note: `${of("toEnd", many).toFixed(0)} us against ${of("toEnd").toFixed(0)} us`,
    },
    {
      name: `${name}-track-floor`,
      value: ratioOf("call", "stringify"),
      unit: "x",
      against: `JSON.stringify of an event of ${sampleBytes} B and a push, same page; subject: track()`,
      note: `${of("call").toFixed(1)} us against ${of("stringify").toFixed(1)} us, ${turnEvents} in one task`,
    },
    {
      name: `${name}-task-floor`,
      value: ratioOf("task", "put"),
      unit: "x",
      against: `IndexedDB puts of ${sampleBytes} B in one transaction, same page; subject: track() and what it leaves to the task's end`,
      note: `${of("task").toFixed(1)} us against ${of("put").toFixed(1)} us, ${turnEvents} in one task`,
    },
  ];
}

/** The collector is down in all of it, so that what it does does not take its part of the processors. */
async function measureRound(page: Page, { lab }: Stage, waiting: number): Promise<Round> {
  await warmUp(page);
  await lab.order({ door: { kind: "reset" } });
  try {
    await pileUp(page, waiting);
    return await time(page);
  } finally {
    await lab.order({});
  }
}

/** Until everything is compiled, sent and answered. */
function warmUp(page: Page): Promise<void> {
  return page.evaluate(async (times) => {
    const { inPage, riacho } = window as unknown as MeasuredPage;
    await inPage.stringifyTogether(times);
    await inPage.putTogether(times);
    await inPage.trackAlone(times);
    await riacho.flush();
  }, calls);
}

function pileUp(page: Page, events: number): Promise<void> {
  return page.evaluate(
    async ([all, step]) => {
      const { inPage } = window as unknown as MeasuredPage;
      for (let waiting = 0; waiting < all; waiting += step) await inPage.trackTogether(step);
    },
    [events, waitingStep] as const,
  );
}

async function time(page: Page): Promise<Round> {
  const { alone, together } = await page.evaluate(
    async ([count, times, events]) => {
      const { inPage } = window as unknown as MeasuredPage;
      const alone = await inPage.trackAlone(count);
      const together = [];
      for (let turn = 0; turn < times; turn++) {
        const { callsMs: stringify } = await inPage.stringifyTogether(events);
        const { callsMs: call, taskMs: task } = await inPage.trackTogether(events);
        const { taskMs: put } = await inPage.putTogether(events);
        together.push({ stringify, call, task, put });
      }
      return { alone, together };
    },
    [calls, turns, turnEvents] as const,
  );
  const calledUs = alone.map(({ callsMs }) => callsMs * 1000);
  const eachUs = (what: keyof (typeof together)[number]) =>
    (median(together.map((turn) => turn[what])) * 1000) / turnEvents;
  return {
    p50: percentile(calledUs, 50),
    p95: percentile(calledUs, 95),
    p99: percentile(calledUs, 99),
    middle: middleMean(calledUs),
    toEnd: median(alone.map(({ taskMs }) => taskMs)) * 1000,
    call: eachUs("call"),
    task: eachUs("task"),
    stringify: eachUs("stringify"),
    put: eachUs("put"),
  };
}

function middleMean(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b).slice(values.length / 4, (values.length * 3) / 4);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

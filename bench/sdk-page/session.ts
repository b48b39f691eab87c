// What a visit sends: requests and bytes an event, counted in front of the collector.

import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import type { EventsRequest } from "@riacho/contract/event";
import type { Figure } from "../benchmark.ts";
import { type SdkSetup, sessionSetups } from "../sdk-setups.ts";
import { type CountingProxy, startCountingProxy } from "./counting-proxy.ts";
import type { MeasuredPage } from "./in-page.ts";
import { sample } from "./sample.ts";
import { type Stage, toFirstScript } from "./stage.ts";

/** One page in real time: what the setup tracks by itself, then so many events at one pace, then the tab is closed. */
interface Profile {
  name: string;
  events: number;
  everyMs: number;
  setup: SdkSetup;
}

const { text, gzip } = sessionSetups;
const profiles: readonly Profile[] = [
  { name: "busy", events: 150, everyMs: 100, setup: text },
  { name: "busy-gzip", events: 150, everyMs: 100, setup: gzip },
  { name: "calm", events: 8, everyMs: 2_000, setup: text },
];

/** How long the last events may take to arrive after the tab was closed, in milliseconds. */
const arrivalMsMax = 5_000;

/** All profiles at once: they count, and time nothing. */
export async function measureSessions(stage: Stage): Promise<Figure[]> {
  return (await Promise.all(profiles.map((profile) => measureSession(stage, profile)))).flat();
}

async function measureSession(stage: Stage, profile: Profile): Promise<Figure[]> {
  const proxy = await startCountingProxy(stage.lab.url);
  try {
    await stage.withPage(toFirstScript(profile.setup), (page) => visit(page, profile, proxy), proxy.url);
    return toFigures(profile, proxy);
  } finally {
    await proxy.stop();
  }
}

async function visit(page: Page, { events, everyMs }: Profile, proxy: CountingProxy): Promise<void> {
  await page.evaluate(([times, ms]) => (window as unknown as MeasuredPage).inPage.trackEvery(times, ms), [
    events,
    everyMs,
  ] as const);
  await Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })]);
  const deadline = Date.now() + arrivalMsMax;
  while (countTracked(proxy) < events) {
    if (Date.now() > deadline) throw new Error(`expected ${events} events, ${countTracked(proxy)} came`);
    await sleep(50);
  }
}

/** Events of the profile that came, each once. */
function countTracked(proxy: CountingProxy): number {
  return new Set(readEvents(proxy).flatMap(({ id, name }) => (name === sample.name ? [id] : []))).size;
}

function readEvents(proxy: CountingProxy): EventsRequest["events"] {
  return bodiesOf(proxy).flatMap((body) => {
    const json = body[0] === 0x1f ? gunzipSync(body) : body;
    return (JSON.parse(json.toString()) as EventsRequest).events;
  });
}

function bodiesOf({ seen }: CountingProxy): Buffer[] {
  return seen.flatMap(({ method, body }) => (method === "POST" ? [body] : []));
}

function toFigures({ name, events, everyMs, setup }: Profile, proxy: CountingProxy): Figure[] {
  const bodies = bodiesOf(proxy);
  const came = readEvents(proxy).length;
  const profile = `${setup.name}, then ${events} events, one every ${everyMs} ms, then the tab is closed`;
  const figure = (what: string, total: number, of: Omit<Figure, "name" | "value">): Figure => ({
    name: `sdk-page-${name}-${what}`,
    value: total / came,
    ...of,
  });
  const raw = bodies.reduce((sum, { length }) => sum + length, 0);
  const preflights = proxy.seen.filter(({ method }) => method === "OPTIONS").length;
  return [
    figure("requests", bodies.length, {
      unit: "requests",
      // A calm session has no ten events to send at once.
      ...(name === "calm" ? {} : { goal: 0.1 }),
      against: `POSTs an event: ${profile}`,
      note: `${bodies.length} with ${came} events`,
    }),
    {
      name: `sdk-page-${name}-preflights`,
      value: preflights,
      unit: "requests",
      goal: 0,
      against: "OPTIONS of the same",
    },
    figure("bytes", raw, {
      unit: "B",
      against: "bodies as sent, an event of the same",
      note: `${raw} B in all`,
    }),
  ];
}

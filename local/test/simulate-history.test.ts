import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { devices } from "../src/simulation/devices.ts";
import {
  botShare,
  drawHistory,
  type HistorySettings,
  malformedShare,
  type VisitorHistory,
} from "../src/simulation/history.ts";
import { places } from "../src/simulation/places.ts";
import { products } from "../src/simulation/products.ts";
import type { TimedEvent } from "../src/simulation/session-events.ts";
import { funnelSteps } from "../src/simulation/tally.ts";

const dayMs = 24 * 60 * 60 * 1000;
const idleMs = 30 * 60 * 1000;
const until = Date.UTC(2026, 2, 15, 18); // over a change to daylight saving in the United States
const settings: HistorySettings = {
  visitors: 1_500,
  seed: 1,
  from: until - 14 * dayMs,
  until,
  origin: "http://localhost:8080",
};
const history = [...drawHistory(settings)];
const people = history.filter(({ kind }) => kind === "person");
const bots = history.filter(({ kind }) => kind === "bot");

describe("the same history again", () => {
  it("is the same to the byte for the same seed and times", () => {
    const once = JSON.stringify([...drawHistory({ ...settings, visitors: 100 })]);
    expect(JSON.stringify([...drawHistory({ ...settings, visitors: 100 })])).toBe(once);
  });

  it("shares no id with that of another seed", () => {
    const ids = new Set(history.flatMap(toSound).map(({ id }) => id));
    const others = [...drawHistory({ ...settings, seed: 2, visitors: 100 })].flatMap(toSound);
    expect(others.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it("keeps its first visitors when more are asked for", () => {
    expect([...drawHistory({ ...settings, visitors: 20 })]).toEqual(history.slice(0, 20));
  });
});

describe("every history, whatever the seed and length", () => {
  const anySettings = fc
    .record({
      seed: fc.nat(2 ** 32 - 1),
      visitors: fc.integer({ min: 1, max: 30 }),
      days: fc.integer({ min: 1, max: 14 }),
    })
    .map(({ seed, visitors, days }) => ({ ...settings, seed, visitors, from: until - days * dayMs }));

  it("keeps what the SDK promises", () => {
    fc.assert(
      fc.property(anySettings, (any) => {
        const visitors = [...drawHistory(any)];
        expect(visitors).toHaveLength(any.visitors);
        const events = visitors.flatMap(toSound);
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
        for (const visitor of visitors) expectSdkLike(visitor, any);
      }),
      { numRuns: 40 },
    );
  });
});

function expectSdkLike({ sessions }: VisitorHistory, { from, until }: HistorySettings): void {
  expect(sessions.length).toBeGreaterThan(0);
  let last = Number.NEGATIVE_INFINITY;
  for (const session of sessions) {
    const events = session.flatMap((simulated) => (simulated.kind === "sound" ? [simulated.event] : []));
    const [first] = events;
    if (!first) throw new Error("expected a session to have events, got none");
    expect(first.name).toBe("page_view");
    expect(first.time - last).toBeGreaterThanOrEqual(idleMs);
    const nextSeqs = new Map<unknown, number>();
    for (const [index, event] of events.entries()) {
      if (index > 0) {
        expect(event.time).toBeGreaterThan(last);
        expect(event.time - last).toBeLessThan(idleMs);
      }
      last = event.time;
      const seq = nextSeqs.get(event.page_load) ?? 0;
      expect(event.seq).toBe(seq);
      expect(event.name === "page_view").toBe(seq === 0);
      nextSeqs.set(event.page_load, seq + 1);
    }
    expect(new Set(events.map((event) => event.session_id)).size).toBe(1);
    expect(new Set(events.map(({ utm_campaign }) => utm_campaign)).size).toBe(1);
    expect(events.every(({ time }) => time >= from && time <= until)).toBe(true);
  }
  expect(
    new Set(sessions.flat().flatMap(({ kind, event }) => (kind === "sound" ? [event.visitor_id] : []))).size,
  ).toBe(1);
}

describe("an event", () => {
  const events = history.flatMap(toSound);

  it("has ids of version 7 that sort by time", () => {
    for (const { id, time } of events) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(time);
    }
  });

  it("tells the page before it as its referrer, and the campaign in the landing URL only", () => {
    for (const { sessions } of people) {
      const views = sessions.map((session) =>
        session.flatMap(toEvent).filter(({ name }) => name === "page_view"),
      );
      for (const [landing, ...others] of views) {
        const campaign = new URL(landing?.page_url ?? "").searchParams.get("utm_campaign") ?? undefined;
        expect(landing?.utm_campaign).toBe(campaign);
        for (const view of others) expect(view.page_url).not.toContain("utm_");
      }
      for (const session of views) {
        for (const [index, view] of session.entries()) {
          if (index > 0) expect(view.page_referrer).toBe(session[index - 1]?.page_url);
        }
      }
    }
  });

  it("has a value that is the sum of its items", () => {
    const withItems = events.filter(({ props }) => props?.items);
    expect(withItems.length).toBeGreaterThan(0);
    for (const { props } of withItems) {
      const items = props?.items as { price: number; quantity: number }[];
      expect(props?.value).toBeCloseTo(items.reduce((sum, { price, quantity }) => sum + price * quantity, 0));
    }
  });
});

describe("the funnel", () => {
  it("leaks at every step", () => {
    const counts = funnelSteps.map((step) => countVisits(people, step));
    for (const [index, count] of counts.entries()) {
      if (index > 0) expect(count).toBeLessThan(counts[index - 1] as number);
    }
    expect(counts.at(-1)).toBeGreaterThan(0);
  });

  it("has each step of a visit only after the one before it", () => {
    for (const session of people.flatMap(({ sessions }) => sessions)) {
      const names = session.flatMap(toEvent).map(({ name }) => name);
      const firsts = funnelSteps.map((step) => names.indexOf(step)).filter((index) => index >= 0);
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
      expect(funnelSteps.slice(0, firsts.length).every((step) => names.includes(step))).toBe(true);
    }
  });

  it("converts less on phones, and more on later visits", () => {
    const many = [...drawHistory({ ...settings, visitors: 6_000 })].filter(({ kind }) => kind === "person");
    const phones = new Set(devices.flatMap(({ kind, userAgent }) => (kind === "mobile" ? [userAgent] : [])));
    expect(readConversion(many.filter(({ userAgent }) => phones.has(userAgent)))).toBeLessThan(
      readConversion(many.filter(({ userAgent }) => !phones.has(userAgent))),
    );
    const first = many.map((visitor) => ({ ...visitor, sessions: visitor.sessions.slice(0, 1) }));
    const later = many.map((visitor) => ({ ...visitor, sessions: visitor.sessions.slice(1) }));
    expect(readConversion(first)).toBeLessThan(readConversion(later));
  });

  it("makes some buyers known at a purchase, from then on", () => {
    const events = people.flatMap(toSound);
    const purchases = events.filter(({ name }) => name === "purchase");
    const known = purchases.filter(({ user_id }) => user_id);
    expect(known.length).toBeGreaterThan(0);
    expect(known.length).toBeLessThan(purchases.length);
    for (const visitor of people) {
      const ids = toSound(visitor).map(({ user_id }) => user_id);
      const since = ids.findIndex((id) => id !== undefined);
      if (since < 0) continue;
      expect(toSound(visitor)[since]?.name).toBe("identify");
      expect(new Set(ids.slice(since))).toEqual(new Set([ids[since]]));
    }
  });
});

describe("shares", () => {
  it("has most people come once and a few very often", () => {
    const counts = people.map(({ sessions }) => sessions.length);
    expect(counts.filter((count) => count === 1).length / counts.length).toBeGreaterThan(0.5);
    expect(Math.max(...counts)).toBeGreaterThan(15);
  });

  it("has some bots, quick, of many pages, buying nothing", () => {
    const share = bots.length / history.length;
    expect(share).toBeGreaterThan(botShare / 2);
    expect(share).toBeLessThan(botShare * 2);
    for (const bot of bots) {
      expect(bot.userAgent).toMatch(/bot/i);
      const events = toSound(bot);
      expect(events.every(({ name }) => name === "page_view")).toBe(true);
      for (const [index, { time }] of events.entries()) {
        if (index > 0) expect(time - (events[index - 1]?.time ?? 0)).toBeLessThan(1_000);
      }
    }
  });

  it("has a few broken events", () => {
    const all = people.flatMap(({ sessions }) => sessions.flat());
    const share = all.filter(({ kind }) => kind === "broken").length / all.length;
    expect(share).toBeGreaterThan(malformedShare / 2);
    expect(share).toBeLessThan(malformedShare * 2);
  });

  it("has every place and every device", () => {
    const events = people.flatMap(toSound);
    expect(new Set(events.map(({ time_zone }) => time_zone)).size).toBe(places.length);
    expect(new Set(people.map(({ userAgent }) => userAgent))).toEqual(
      new Set(devices.map(({ userAgent }) => userAgent)),
    );
  });
});

it("shows pages within their screens", () => {
  for (const { screen, viewport } of devices) {
    expect(viewport.width).toBeLessThanOrEqual(screen.width);
    expect(viewport.height).toBeLessThanOrEqual(screen.height);
  }
});

it("sells what the example shop sells", async () => {
  const shop = await readFile(new URL("../../examples/script-tag/products.js", import.meta.url), "utf8");
  const sold = [...shop.matchAll(/sku: "(.+)",\s+name: "(.+)",\s+price: ([\d.]+)/g)];
  expect(products).toEqual(sold.map(([, sku, name, price]) => ({ sku, name, price: Number(price) })));
});

function toSound({ sessions }: VisitorHistory): TimedEvent[] {
  return sessions.flat().flatMap(toEvent);
}

function toEvent(simulated: VisitorHistory["sessions"][number][number]): TimedEvent[] {
  return simulated.kind === "sound" ? [simulated.event] : [];
}

function countVisits(visitors: readonly VisitorHistory[], name: string): number {
  const visits = visitors.flatMap(({ sessions }) => sessions);
  return visits.filter((session) => session.flatMap(toEvent).some((event) => event.name === name)).length;
}

function readConversion(visitors: readonly VisitorHistory[]): number {
  return countVisits(visitors, "purchase") / countVisits(visitors, "page_view");
}

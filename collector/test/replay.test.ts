import { columns, factColumns, type Row } from "@riacho/contract/columns";
import { eventBytesMax, factBytesMax, rawBytesMax, recordBytesMax } from "@riacho/contract/limits";
import { type ParsedEvent, parseRequest } from "@riacho/contract/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JudgedEvent, judgeByPlan } from "../src/judge-by-plan.ts";
import { toRecords } from "../src/records.ts";
import { unprintedRaw } from "../src/rejected-row.ts";
import { replay, type StoredRow } from "../src/replay.ts";
import { createRowWriter, type Stamp } from "../src/rows.ts";
import type { Enforce } from "../src/tracking-plan.ts";

const then = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const now = Date.UTC(2026, 0, 9);
const message = "/value: expected a number, got nothing";
const rejectAll: Enforce = () => ({ enforce: "reject", part: "props", message });

const stamp: Stamp = {
  appId: "shop",
  receivedAt: then,
  sent: then - 3_600_000,
  userAgent: "Test/1",
  enrichment: {
    columns: { country: "PT", city: "Évora", ip: "203.0.113.0", browser: "Firefox", is_bot: false },
    flags: ["region:failed"],
  },
  isOwnOrigin: (origin) => origin === "https://blog.example.org",
};

interface Sent {
  facts?: object;
  event: unknown;
}

/** The row of a request's only event, with this plan or none. */
function write({ facts = {}, event }: Sent, plan: Enforce | null, from = stamp): Row {
  const parsed = parseRequest({ facts, events: [event] });
  if (!parsed.ok) throw new Error(parsed.message);
  const judge = (events: ParsedEvent[]): JudgedEvent[] =>
    plan ? judgeByPlan(events, [event], "shop", plan) : events;
  const [judged] = judge(parsed.events) as [JudgedEvent];
  const [record] = toRecords([createRowWriter(from, parsed.facts, parsed.flags)(judged)]);
  return JSON.parse(String(record));
}

/** A row's meaning: flags are a set, and props may write a character as it is or escaped. */
function toMeaning({ flags = "", props = "null", ...row }: Row): object {
  return { ...row, flags: [...new Set(String(flags).split(","))].sort(), props: JSON.parse(String(props)) };
}

/** Rejected by a plan and replayed without one, it is what it would have been without one. */
function expectSecondChance(sent: Sent, again: typeof replay = replay, from = stamp): void {
  const replayed = again(write(sent, rejectAll, from), now, null);
  if (replayed.kind !== "accepted") throw new Error(JSON.stringify(replayed));
  const { replayed_at, ...row } = replayed.row;
  expect(replayed_at).toBe("2026-01-09 00:00:00.000");
  expect(toMeaning(row)).toEqual(toMeaning(write(sent, null, from)));
}

const event = { id: "a1", name: "refund", time: then - 7_200_000, props: { value: "12" } };
const page_url = "https://shop.example.com/mug";

describe("accepted now, its row is the one that it would have had then", () => {
  test.each<[string, Sent]>([
    ["with a clock that was an hour behind", { event }],
    ["without a time", { event: { ...event, time: undefined } }],
    ["with a time that is too old", { event: { ...event, time: 1000 } }],
    ["without props", { event: { id: "a", name: "b" } }],
    ["with facts that its request shared", { facts: { visitor_id: "v", page_url, seq: 3 }, event }],
    [
      "with facts of its own",
      { facts: { page_url }, event: { ...event, page_url: `${page_url}/2`, seq: 1 } },
    ],
    [
      "with a referrer that only the collector knows for the app's own",
      { facts: { page_url }, event: { ...event, page_referrer: "https://blog.example.org/post" } },
    ],
    [
      "with secrets in its addresses",
      {
        facts: { page_url: `${page_url}?token=s`, page_path: "/mug?code=s" },
        event: { ...event, page_path: "/mug?email=s" },
      },
    ],
    [
      "with facts that do not fit, and keys that nobody knows",
      {
        facts: { page_title: "é".repeat(2000), screen_width: "wide", shared: 1 },
        event: { ...event, page_path: 7, seq: 0.5, user_id: "u".repeat(3000), own: 1, time: "soon" },
      },
    ],
  ])("%s", (_, sent) => expectSecondChance(sent));

  test("where the request told neither its clock nor who it was", () => {
    const bare = { ...stamp, sent: null, userAgent: null, enrichment: { columns: {}, flags: [] } };
    expectSecondChance({ event }, replay, bare);
  });
});

describe("whatever was sent", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.constantFrom("\ud800", "a\0b", "__proto__", `${page_url}?token=a`, "https://www.google.com/", "a@b.c"),
    fc.jsonValue(),
    fc.integer(),
  );
  const names = [...columns.map(({ name }) => name), "__proto__", "constructor"];
  const some = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value, { maxKeys: 8 });
  const sound = fc.record({
    id: fc.string({ minLength: 1, maxLength: 20, unit: "binary" }).filter((id) => id.length <= 64),
    name: fc.constantFrom("refund", "\ud800", "a,b"),
    time: fc.oneof(fc.integer({ min: then - 1e10, max: then + 1e6 }), value),
    props: fc.oneof(some, fc.constant(null)),
  });
  const sent = fc
    .tuple(some, some, sound)
    .map(([facts, own, right]): Sent => JSON.parse(JSON.stringify({ facts, event: { ...own, ...right } })));

  function hold(again: typeof replay): void {
    fc.assert(
      fc.property(sent, (each) => expectSecondChance(each, again)),
      { numRuns: 500 },
    );
  }

  test("nothing is lost on the way through a rejected row", () => hold(replay));

  test.each<[string, (row: Row) => Row]>([
    [
      "the time of the replay in place of the event's",
      (row) => ({ ...row, event_at: "2026-01-09 00:00:00.000" }),
    ],
    ["a country that is lost", ({ country: _, ...row }) => row],
    ["props that are lost", ({ props: _, ...row }) => row],
    ["flags that are lost", ({ flags: _, ...row }) => row],
  ])("a planted mistake is caught: %s", (_, spoil) => {
    expect(() =>
      hold((...args) => {
        const replayed = replay(...args);
        if (replayed.kind !== "accepted") return replayed;
        return { ...replayed, row: spoil(replayed.row) };
      }),
    ).toThrow();
  });
});

test("refused still, it says why today", () => {
  const row = write({ event: { ...event, name: "" } }, null);
  expect(replay(row, now, rejectAll)).toEqual({
    kind: "rejected",
    reason: "name_invalid",
    message: "name: expected 1 to 64 characters, got an empty string",
  });
  expect(replay({ ...row, raw: JSON.stringify(event), raw_bytes: null }, now, rejectAll)).toEqual({
    kind: "rejected",
    reason: "plan_violation",
    message,
  });
});

test("flagged by a milder plan, it is accepted with what is wrong", () => {
  const flag: Enforce = () => ({ enforce: "flag", part: "props", message });
  const replayed = replay(write({ event }, rejectAll), now, flag);
  expect(replayed.kind === "accepted" && replayed.row).toMatchObject({
    status: "accepted",
    plan_violations: message,
    flags: expect.stringContaining("props:plan"),
  });
});

test("its id is that of its row, so that it is one event however often it is replayed", () => {
  const replayed = replay({ ...write({ event }, rejectAll), event_id: "raw-0" }, now, null);
  expect(replayed.kind === "accepted" && replayed.row.event_id).toBe("raw-0");
});

test("a row of before facts were kept gets those that the event itself has, and their channel", () => {
  const raw = JSON.stringify({ ...event, page_url, page_referrer: "https://www.google.com/" });
  const old: Row = { event_id: "a1", app_id: "shop", received_at: "2026-01-02 03:04:05.006", raw };
  const replayed = replay({ ...old, raw_bytes: raw.length }, now, null);
  expect(replayed.kind === "accepted" && replayed.row).toMatchObject({
    page_url,
    channel: "organic_search",
    event_at: "2026-01-02 01:04:05.006",
  });
});

describe("what cannot be judged is told apart", () => {
  const row = write({ event }, rejectAll);

  test.each<[string, StoredRow, string]>([
    ["cut", { ...row, raw_bytes: Number(row.raw_bytes) + 1 }, "it was cut when it was stored"],
    ["no JSON", { ...row, raw: "{", raw_bytes: 1 }, "what was stored of it is no JSON"],
    ["not printed", { ...row, raw: unprintedRaw }, "it was nested too deep to be stored"],
    ["no raw", { ...row, raw: null }, "its row has no raw event"],
    ["no id", { ...row, event_id: null }, "its row does not say which event it is, or when it came"],
    ["no time", { ...row, received_at: "today" }, "its row does not say which event it is, or when it came"],
  ])("%s", (_, spoilt, why) => {
    expect(replay(spoilt, now, null)).toEqual({ kind: "unreplayable", why });
  });
});

describe("a row of anything", () => {
  const cell = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("2026-01-02 03:04:05.006", Number.NaN, 1e300, "shop"),
  );
  const row = fc
    .tuple(
      fc.dictionary(fc.constantFrom(...columns.map(({ name }) => name)), cell),
      fc.record(
        { event_id: fc.string(), app_id: fc.string(), received_at: fc.constant("2026-01-02 03:04:05.006") },
        { requiredKeys: [] },
      ),
      fc.record({ raw: fc.oneof(fc.json(), fc.constant(JSON.stringify(event)), fc.string()) }),
    )
    .map((parts): StoredRow => Object.assign({}, ...parts));

  function hold(again: typeof replay): void {
    fc.assert(
      fc.property(row, (given) => {
        const replayed = again(given, now, null);
        if (replayed.kind === "accepted") expect(replayed.row.status).toBe("accepted");
      }),
      { numRuns: 2_000 },
    );
  }

  test("is judged without an exception", () => hold(replay));

  test("a planted mistake is caught: raw that is trusted", () => {
    expect(() =>
      hold((given, ...rest) => {
        JSON.parse(String(given.raw));
        return replay(given, ...rest);
      }),
    ).toThrow();
  });
});

describe("sizes", () => {
  const texts = factColumns.filter(({ type }) => type === "string").map(({ name }) => name);
  /** Each is one byte of an event, six of its JSON, and seven of its row's. */
  const control = "\u0001".repeat(factBytesMax);

  test("the event that is longest as JSON is kept whole", () => {
    const full = texts.slice(0, eventBytesMax / factBytesMax).map((name) => [name, control]);
    const longest = { id: "\u0001".repeat(64), name: "\u0001".repeat(64), ...Object.fromEntries(full) };
    const row = write({ event: longest }, rejectAll);
    expect(Number(row.raw_bytes)).toBeGreaterThan(6 * eventBytesMax);
    expect(Number(row.raw_bytes)).toBeLessThanOrEqual(rawBytesMax);
    expectSecondChance({ event: longest });
  });

  test("the longest rejected row fits a record", () => {
    const facts = Object.fromEntries(texts.map((name) => [name, control]));
    const row = write({ facts, event: { id: "a", name: "b", props: '"'.repeat(rawBytesMax) } }, null);
    expect(Buffer.byteLength(String(row.raw))).toBe(rawBytesMax);
    const bytes = Buffer.byteLength(JSON.stringify(row));
    console.log(`the longest rejected row: ${bytes} of ${recordBytesMax} bytes`);
    expect(bytes).toBeLessThanOrEqual(recordBytesMax);
  });
});

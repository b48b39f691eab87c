import type { Row } from "@riacho/contract/columns";
import { expect, test } from "vitest";
import { humanEventsSql } from "../src/human-events.ts";
import { overview } from "../src/overview.ts";
import { answerOver, type Files, row } from "./fixture.ts";

/** Two visitors, an anonymous one and a bot, with a copy, a rejected row and a second day. */
const ana: Row = { visitor_id: "ana", session_id: "ana-1" };
const rui: Row = { visitor_id: "rui", session_id: "rui-1" };
const files: Files = {
  "dt=2026-01-01/hh=10 x": [
    row("1", "page_view", "10:00:00", { ...ana, page_path: "/" }),
    row("2", "page_view", "10:01:00", { ...ana, page_path: "/mug" }),
    row("3", "page_view", "10:02:00", { page_path: "/" }),
    row("4", "page_view", "10:03:00", { ...rui, page_path: "/" }),
    row("5", "page_view", "10:04:00", { ...rui, page_path: "/cup", status: "rejected", reason: "too_large" }),
    row("6", "scroll", "10:05:00", rui),
    row("9", "page_view", "10:06:00", {
      visitor_id: "bot",
      session_id: "bot-1",
      page_load: "bot",
      page_path: "/",
      is_bot: true,
    }),
  ],
  // The last moment of the day in UTC, received after midnight; and its copy.
  "dt=2026-01-02/hh=00 x": [
    row("7", "page_view", "23:59:59", {
      ...ana,
      session_id: "ana-2",
      received_at: "2026-01-02 00:00:01.000",
    }),
    row("7", "page_view", "23:59:59", {
      ...ana,
      session_id: "ana-2",
      received_at: "2026-01-02 00:00:02.000",
    }),
    row("8", "page_view", "00:00:00", { ...rui, event_at: "2026-01-02 00:00:00.000", page_path: "/" }),
  ],
  "dt=2026-01-02/hh=01 x": [
    row("1", "page_view", "10:00:00", { ...ana, page_path: "/", visitor_id: "copy" }),
  ].map((copy) => ({ ...copy, received_at: "2026-01-02 01:00:00.000" })),
};

function tile(id: string): string {
  const found = overview.tiles.find((each) => each.id === id);
  if (!found) throw new Error(`expected a tile ${id}`);
  return found.sql;
}

test.each([
  ["visitors", [[2]]],
  ["sessions", [[3]]],
  ["page-views", [[6]]],
  ["events", [[8]]],
  [
    "page-views-per-day",
    [
      ["2026-01-01", 5],
      ["2026-01-02", 1],
    ],
  ],
  [
    "top-pages",
    [
      ["/", 4, 2],
      ["/mug", 1, 1],
    ],
  ],
])("%s", async (id, expected) => {
  expect(await answerOver(files, tile(id))).toEqual(expected);
});

/** A session's events in order, one a second, from what is said of each. */
function session(id: string, ...events: Row[]): Row[] {
  return events.map((more, second) =>
    row(`${id}-${second}`, "page_view", `10:00:0${second}`, { session_id: id, visitor_id: id, ...more }),
  );
}

const channelRows = [
  ...session("search", { channel: "organic_search" }, { channel: "internal" }, { name: "purchase" }),
  ...session("tagged", { channel: "organic_search" }, { channel: "email" }),
  ...session(
    "server first",
    { name: "sign_up" },
    { channel: "email", name: "purchase" },
    { name: "purchase" },
  ),
  ...session("inside", { channel: "internal" }, { channel: "email" }),
  ...session("typed", { channel: "direct" }),
  ...session("unknown", {}),
  ...session("bot", { channel: "referral", is_bot: true, page_load: "a" }),
  row("anonymous", "page_view", "10:00:00", { channel: "social" }),
];

test.each<[string, Row[]]>([
  ["in order", channelRows],
  ["as they may be stored", [...channelRows].reverse()],
])("a session came by the channel of its first page, a bot by none; rows %s", async (_, rows) => {
  expect(await answerOver({ "dt=2026-01-01/hh=10 x": rows }, tile("channels"))).toEqual([
    ["direct", 2, 0],
    ["organic_search", 2, 1],
    ["email", 1, 2],
    ["unassigned", 1, 0],
  ]);
});

test("devices count sessions, and bots are told apart by their names", async () => {
  const desktop: Row = { device_class: "desktop", browser: "Firefox", is_bot: false };
  const bot: Row = { device_class: "bot", browser: "Chrome", is_bot: true, page_load: "a" };
  const rows = [
    ...session("a", desktop, desktop),
    ...session("b", desktop),
    ...session("c", { device_class: "mobile", browser: "Safari", is_bot: false }),
    ...session("d", {
      ...bot,
      user_agent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    }),
    ...session("e", { ...bot, user_agent: "Mozilla/5.0 (X11) HeadlessChrome/156.0.0.0 Safari/537.36" }),
    ...session("f", { ...bot, user_agent: "curl/8" }, bot),
  ];
  const answer = (id: string) => answerOver({ "dt=2026-01-01/hh=10 x": rows }, tile(id));
  expect(await answer("devices")).toEqual([
    ["desktop", "Firefox", 2],
    ["mobile", "Safari", 1],
  ]);
  expect(await answer("bots")).toEqual([
    ["Googlebot", 1],
    ["HeadlessChrome", 1],
    ["curl/8", 1],
    ["no User-Agent", 1],
  ]);
});

const steps = ["view_item", "add_to_cart", "begin_checkout", "purchase"];

/** A visitor's events, one a second, in this order. */
function walk(visitor: string | null, ...names: string[]): Row[] {
  return names.map((name, second) =>
    row(
      `${visitor}-${second}`,
      name,
      `10:00:${String(second).padStart(2, "0")}`,
      visitor ? { visitor_id: visitor } : {},
    ),
  );
}

async function funnelOf(...rows: Row[]) {
  const answer = await answerOver({ "dt=2026-01-01/hh=10 x": rows }, tile("shop-funnel"));
  expect(answer.map(([step, name]) => [step, name])).toEqual(steps.map((name, i) => [i + 1, name]));
  return answer.map(([, , visitors]) => visitors);
}

test("the funnel has all steps, also where nobody came", async () => {
  expect(await funnelOf(row("1", "page_view", "10:00:00"))).toEqual([0, 0, 0, 0]);
});

test("the funnel counts visitors who took the steps in order, once each", async () => {
  expect(
    await funnelOf(
      ...walk("bot", ...steps).map((each) => ({ ...each, is_bot: true, page_load: "bot" })),
      ...walk("all", ...steps, ...steps),
      ...walk("skips checkout", "view_item", "add_to_cart", "purchase"),
      ...walk("backwards", ...[...steps].reverse()),
      ...walk(
        "late start",
        "purchase",
        "add_to_cart",
        "view_item",
        "scroll",
        "add_to_cart",
        "begin_checkout",
      ),
      ...walk("buys unseen", "purchase"),
      ...walk(null, ...steps),
    ),
  ).toEqual([4, 3, 2, 1]);
});

test("in the funnel two steps may share a millisecond, and another visitor's steps do not help", async () => {
  const together = walk("quick", ...steps).map((each) => ({ ...each, event_at: "2026-01-01 10:00:00.000" }));
  expect(await funnelOf(...together, ...walk("b", "view_item"), ...walk("c", "add_to_cart"))).toEqual([
    2, 1, 1, 1,
  ]);
});

test("ids are unique, and the SQL stays in the subset that Athena runs too", () => {
  expect(new Set(overview.tiles.map(({ id }) => id)).size).toBe(overview.tiles.length);
  for (const sql of [humanEventsSql, ...overview.tiles.map(({ sql }) => sql)])
    expect(sql).not.toMatch(/::|;|\bqualify\b|\bexclude\b|group by all|"/i);
});

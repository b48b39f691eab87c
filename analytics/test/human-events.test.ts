import type { Row } from "@riacho/contract/columns";
import { expect, test } from "vitest";
import { overview } from "../src/overview.ts";
import { answerOver, row } from "./fixture.ts";

const each: [id: string, isHuman: boolean, more: Row][] = [
  ["a person's page", true, { is_bot: false, visitor_id: "ana", page_load: "p" }],
  ["a person without consent", true, { is_bot: false, page_load: "p" }],
  ["a pixel in a browser", true, { is_bot: false }],
  ["before the column existed", true, { visitor_id: "ana", page_load: "p" }],
  ["a server's word of a visitor", true, { is_bot: true, visitor_id: "ana" }],
  [
    "a headless browser on one's own machine",
    true,
    { is_bot: true, page_load: "p", page_url: "http://localhost:8080/" },
  ],
  [
    "a headless browser elsewhere",
    false,
    { is_bot: true, page_load: "p", page_url: "https://localhost.example/" },
  ],
  ["a server's word of nobody", false, { is_bot: true }],
  ["a crawler's page", false, { is_bot: true, visitor_id: "bot", page_load: "p" }],
  ["a crawler without an identifier", false, { is_bot: true, page_load: "p" }],
];
const files = { "dt=2026-01-01/hh=10 x": each.map(([id, , more]) => row(id, "page_view", "10:00:00", more)) };

test.each(each)("%s: human is %s", async (id, isHuman) => {
  const rows = await answerOver(
    files,
    `select event_id from human_events where event_id = '${id.replace("'", "''")}'`,
  );
  expect(rows.length > 0).toBe(isHuman);
});

test("what is left out is what the bots' tile counts", async () => {
  const bots = overview.tiles.find(({ id }) => id === "bots")?.sql ?? "";
  const [[left]] = (await answerOver(
    files,
    "select (select count(*) from events) - count(*) from human_events",
  )) as [[number]];
  expect(await answerOver(files, bots)).toEqual([["no User-Agent", left]]);
});

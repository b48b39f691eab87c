import { columns, type Row } from "@riacho/contract/columns";
import { expect, test } from "vitest";
import { eventsSql } from "../src/events.ts";
import { answerOver, row } from "./fixture.ts";

test("the view has the contract's columns in order", () => {
  const selected = eventsSql.match(/^select\n(.*?)\nfrom \(/ms)?.[1];
  expect(selected?.split(",").map((name) => name.trim())).toEqual(columns.map(({ name }) => name));
});

test("of copies in several files and on both sides of midnight, the one received first is kept, once", async () => {
  const first = row("a", "purchase", "23:59:59", {
    received_at: "2026-01-01 23:59:59.500",
    page_title: "first",
  });
  const again = { ...first, received_at: "2026-01-02 00:00:00.100", page_title: "again" };
  const files = {
    "dt=2026-01-01/hh=23 x": [first],
    "dt=2026-01-01/hh=23 y": [first, again],
    "dt=2026-01-02/hh=00 x": [again],
  };
  expect(await answerOver(files, "select page_title, received_at from events")).toEqual([
    ["first", "2026-01-01 23:59:59.500"],
  ]);
  expect(await answerOver(files, "select cast(event_at as date), count(*) from events group by 1")).toEqual([
    ["2026-01-01", 1],
  ]);
  expect(await answerOver(files, "select count(*) from rows")).toEqual([[4]]);
});

test("accepted beats rejected, however early the rejected copy came; a rejected one alone is no event", async () => {
  const rejected: Row = { status: "rejected", reason: "props_invalid" };
  const files = {
    "dt=2026-01-01/hh=10 x": [
      row("a", "sign_up", "10:00:00", rejected),
      row("b", "sign_up", "10:00:00", rejected),
    ],
    "dt=2026-01-01/hh=11 x": [row("a", "sign_up", "11:00:00")],
  };
  expect(await answerOver(files, "select event_id, status, reason, received_at from events")).toEqual([
    ["a", "accepted", null, "2026-01-01 11:00:00.000"],
  ]);
});

test("two apps may have the same id", async () => {
  const files = {
    "dt=2026-01-01/hh=10 x": [row("a", "x", "10:00:00"), row("a", "y", "10:00:00", { app_id: "blog" })],
  };
  expect(await answerOver(files, "select app_id, name from events order by app_id")).toEqual([
    ["blog", "y"],
    ["shop", "x"],
  ]);
});

test("an empty value of the kept copy stays empty, also where another copy has one", async () => {
  const files = {
    "dt=2026-01-01/hh=10 x": [row("a", "x", "10:00:00", { page_path: "/" })],
    "dt=2026-01-01/hh=11 x": [row("a", "x", "11:00:00", { visitor_id: "v" })],
  };
  expect(await answerOver(files, "select visitor_id from events")).toEqual([[null]]);
  expect(await answerOver(files, "select visitor_id, page_path from events")).toEqual([[null, "/"]]);
  expect(await answerOver(files, "select count(distinct visitor_id), count(*) from events")).toEqual([
    [0, 1],
  ]);
});

// What pages are pushed, where they do not behave.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Row } from "@riacho/contract/columns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLive, type Live } from "../src/server/live.ts";
import { type Listener, listen } from "./server-listener.ts";

let live: Live;
let server: Server;
let url: string;
let page: Listener | undefined;
let socket: Socket | undefined;

beforeEach(async () => {
  live = createLive();
  server = createServer(live.listen);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  page?.leave();
  socket?.destroy();
  server.closeAllConnections();
  server.close();
});

function toRow(id: number, more: Row = {}): Row {
  return { event_id: String(id), name: "click", status: "accepted", ...more };
}

const countConnections = () =>
  new Promise<number>((done) => server.getConnections((_, count) => done(count)));

/** Rows that count how often they are written as JSON. */
function toCountedRows() {
  let written = 0;
  const toJSON = () => {
    written++;
    return [];
  };
  return { rows: Object.assign([toRow(0)], { toJSON }), written: () => written };
}

test("a page that does not read is let go, and one that reads misses nothing", async () => {
  page = await listen(url);
  socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  socket.pause();
  socket.on("error", () => {});
  await expect.poll(countConnections, { interval: 5 }).toBe(2);

  const large = "x".repeat(1024 * 1024);
  for (let id = 0; id < 40; id++) {
    live.addRows([toRow(id, { props: large })]);
    // At its own pace, as rows come from a stream; else the reading page could not keep up either.
    await expect.poll(() => page?.rows.length, { interval: 1 }).toBe(id + 1);
  }
  await expect.poll(countConnections, { interval: 5 }).toBe(1);
});

test("a page that has left costs nothing more", async () => {
  page = await listen(url);
  const writtenOfOne = () => {
    const told = toCountedRows();
    live.addRows(told.rows);
    return told.written();
  };
  expect(writtenOfOne()).toBe(1);
  page.leave();
  await expect.poll(writtenOfOne, { interval: 5 }).toBe(0);
});

test("rows are written as JSON once, however many pages listen", async () => {
  const told = toCountedRows();
  const pages = await Promise.all([listen(url), listen(url), listen(url)]);
  live.addRows(told.rows);
  expect(told.written()).toBe(1);
  for (const one of pages) one.leave();
});

test("of what was rejected, a page gets the start", async () => {
  const reader = await listen(url);
  page = reader;
  live.addRows([toRow(1, { raw: "é".repeat(100_000) }), toRow(2, { raw: "{}" })]);
  await expect
    .poll(() => reader.rows.map(({ raw }) => raw), { interval: 5 })
    .toEqual(["é".repeat(4096), "{}"]);
});

test("a page that comes late gets the last 200 rows, oldest first, and the counters", async () => {
  for (let id = 0; id < 500; id += 50) live.addRows(Array.from({ length: 50 }, (_, i) => toRow(id + i)));
  live.addRows([toRow(500, { status: "rejected" })]);
  live.count("undeliverable");
  live.count("requests");
  const late = await listen(url);
  page = late;
  await expect.poll(() => late.rows.length, { interval: 5 }).toBe(200);
  expect([late.rows[0]?.event_id, late.rows.at(-1)?.event_id]).toEqual(["301", "500"]);
  expect(late.counters).toEqual({ accepted: 500, rejected: 1, undeliverable: 1, requests: 1 });
});

test("5,000 rows a second come in a message a record, and the counters ten times a second at most", async () => {
  const reader = await listen(url);
  page = reader;
  const records = 500;
  for (let record = 0; record < records; record++) {
    live.addRows(Array.from({ length: 10 }, (_, i) => toRow(10 * record + i)));
    if (record % 50 === 0) await new Promise((done) => setTimeout(done, 10));
  }
  await expect.poll(() => reader.counters?.accepted, { interval: 10 }).toBe(10 * records);
  expect(reader.rows.map((row) => Number(row.event_id))).toEqual(
    Array.from({ length: 10 * records }, (_, i) => i),
  );
  expect(reader.text.match(/^event: rows$/gm)).toHaveLength(records);
  expect(reader.text.match(/^event: counters$/gm)?.length).toBeLessThan(15);
});

test("the end of the server ends every page's connection", async () => {
  const [one, other] = await Promise.all([listen(url), listen(url)]);
  live.stop();
  await Promise.all([one.ended, other.ended]);
});

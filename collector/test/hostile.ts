// Requests as nobody should send them, and what must be true of the answer all the same.

import { gzipSync } from "node:zlib";
import type { Answer } from "@riacho/contract/answer";
import { columns } from "@riacho/contract/columns";
import { eventsMax, recordBytesMax } from "@riacho/contract/limits";
import fc from "fast-check";
import { expect } from "vitest";
import type { collect as Collect, HttpRequest } from "../src/collect.ts";
import { readConfig } from "../src/config.ts";

export const hostileConfig = readConfig({
  RIACHO_STREAM: "events",
  RIACHO_APPS: JSON.stringify({
    shop: { origins: ["https://*.example.com"], cookieDomain: "example.com" },
    closed: { origins: ["https://*.example.com"], off: true },
  }),
});
const now = Date.UTC(2026, 0, 2);

/** Words that mean something to somebody: to the record, to SQL, to HTML, to JavaScript, to our own columns. */
const words = [
  ...["\0", "\n", "\r\n", "\u2028", "\ud800", "\udc00\ud800", "\ufeff", "\u202e"],
  ...[
    "'; drop table rows; --",
    '"',
    "\\",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
  ],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "length"],
  ...["1e999", "NaN", "-0", "9007199254740993", "null", "true", "", " "],
  ...columns.map(({ name }) => name),
];
const columnName = fc.constantFrom(...columns.map(({ name }) => name));
const word = fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary" }), fc.string());

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(1e308, -1e308, 5e-324, 2 ** 53 + 2, -(2 ** 63), now, -now, 8.64e15, 8.64e15 + 1),
);
const leaf = fc.oneof(word, number, fc.boolean(), fc.constant(null));
const anything = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, leaf, tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 5 }),
  object: fc.dictionary(word, tie("value"), { maxKeys: 6 }),
})).value;

/** An object with some of these keys right, and others that nobody asked for. */
const event = fc
  .tuple(
    fc.record(
      {
        id: fc.oneof(word, leaf),
        name: fc.oneof(fc.constantFrom("page_view", "sign_up"), leaf),
        time: fc.oneof(fc.integer({ min: now - 1e10, max: now + 1e10 }), anything),
        props: anything,
      },
      { requiredKeys: ["name"] },
    ),
    fc.dictionary(fc.oneof(columnName, word), fc.oneof(leaf, fc.nat(5000)), { maxKeys: 8 }),
  )
  .map(([known, others]) => ({ ...others, ...known }));

const json = fc
  .oneof(
    {
      weight: 8,
      arbitrary: fc.record(
        {
          facts: fc.dictionary(word, leaf),
          events: fc.array(
            fc.oneof(
              { weight: 5, arbitrary: event as fc.Arbitrary<unknown> },
              { weight: 1, arbitrary: anything },
            ),
            { maxLength: 8 },
          ),
        },
        { requiredKeys: [] },
      ),
    },
    { weight: 1, arbitrary: anything },
  )
  .map((value) => JSON.stringify(value) ?? "");

/** JSON with bytes put in, taken out or turned: near to what is right, where parsers err. */
const spoiled = fc
  .tuple(json, fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.uint8Array({ maxLength: 4 })), { maxLength: 4 }))
  .map(([text, changes]) => {
    let bytes = Buffer.from(text);
    for (const [at, length, put] of changes) {
      const from = bytes.length ? at % bytes.length : 0;
      bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + length)]);
    }
    return bytes;
  });

const plain = fc.oneof(
  { weight: 5, arbitrary: json.map((text) => Buffer.from(text)) },
  { weight: 3, arbitrary: spoiled },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
);
const body = fc.oneof(
  { weight: 4, arbitrary: plain },
  { weight: 1, arbitrary: plain.map((bytes) => gzipSync(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(plain, fc.nat(40))
      .map(([bytes, cut]) => gzipSync(bytes).subarray(0, -cut || undefined)),
  },
);

const headerNames = [
  ...["user-agent", "referer", "content-type", "content-encoding", "content-length", "accept-language"],
  ...["x-forwarded-for", "x-real-ip", "forwarded", "x-riacho-edge"],
  ...["cloudfront-viewer-country", "cloudfront-viewer-city", "cloudfront-viewer-address"],
];

/** A request with anything in any place; most often one that comes as far as the events. */
export const request: fc.Arbitrary<HttpRequest> = fc
  .record({
    method: fc.oneof(
      { weight: 8, arbitrary: fc.constant("POST") },
      { weight: 1, arbitrary: fc.constantFrom("GET", "OPTIONS", "HEAD", "PUT", "") },
    ),
    path: fc.oneof(
      { weight: 8, arbitrary: fc.constant("/v1/events") },
      { weight: 1, arbitrary: fc.oneof(fc.constantFrom("/v1/health", "/"), word) },
    ),
    pixel: fc.option(
      fc.dictionary(
        fc.oneof(columnName, fc.constantFrom("id", "time", "props"), word),
        fc.oneof(number.map(String), json, word),
      ),
      { freq: 6 },
    ),
    app: fc.oneof(
      { weight: 8, arbitrary: fc.constant("shop") },
      { weight: 1, arbitrary: fc.oneof(fc.constant("closed"), word) },
    ),
    more: fc.dictionary(fc.oneof(fc.constant("sent"), word), fc.oneof(number.map(String), word), {
      maxKeys: 3,
    }),
    origin: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom("https://www.example.com", undefined) },
      { weight: 1, arbitrary: word },
    ),
    headers: fc.dictionary(fc.constantFrom(...headerNames), word, { maxKeys: 5 }),
    cookies: fc.array(
      fc.oneof(
        word,
        word.map((value) => `riacho-shop=${value}`),
      ),
      { maxLength: 3 },
    ),
    peer: fc.oneof(fc.ipV4(), fc.ipV6(), word),
    body,
  })
  .map(({ method, path, pixel, app, more, origin, headers, cookies, peer, body }) => ({
    id: "r1",
    method: pixel ? "GET" : method,
    path: pixel ? "/v1/p.gif" : path,
    query: new URLSearchParams({ ...more, ...pixel, app }),
    headers: { ...headers, origin },
    cookies,
    peer,
    body,
  }));

const types = new Map<string, string>(columns.map(({ name, type }) => [name, type]));
const statuses = [200, 204, 400, 403, 404, 405, 410, 413];

/** What must be true of the answer to any request, and of what is stored for it. */
export function holdAnswer(collect: typeof Collect, given: HttpRequest): void {
  const { answer, records } = collect(given, hostileConfig, now);
  expect(statuses).toContain(answer.status);
  for (const value of Object.values(answer.headers)) expect(value).not.toMatch(/[\r\n\0]/);
  for (const cookie of answer.cookies ?? []) expect(cookie).not.toMatch(/[\r\n\0]/);
  const rows = records.flatMap(readRows);
  if (answer.status !== 200) expect(rows).toEqual([]);
  if (answer.status !== 200 || rows.length === 0) return;
  for (const row of rows) holdRow(row);
  if (given.path === "/v1/p.gif") expect(rows.length).toBe(1);
  else holdCounts(JSON.parse(String(answer.body)), rows);
}

function holdCounts({ accepted, rejected }: Answer, rows: readonly Record<string, unknown>[]): void {
  expect(accepted + rejected.length).toBe(rows.length);
  expect(rows.length).toBeLessThanOrEqual(eventsMax);
  expect(rows.filter(({ status }) => status === "accepted").length).toBe(accepted);
}

function readRows(record: Uint8Array): Record<string, unknown>[] {
  expect(record.length).toBeLessThanOrEqual(recordBytesMax);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(record);
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => {
      const row = JSON.parse(line);
      // A key that comes twice would be lost here, and a number be another.
      expect(JSON.stringify(row).length).toBe(line.length);
      return row;
    });
}

function holdRow(row: Record<string, unknown>): void {
  expect(row).toMatchObject({ app_id: "shop", received_at: "2026-01-02 00:00:00.000" });
  expect(typeof row.event_id).toBe("string");
  for (const [name, value] of Object.entries(row)) {
    const isRight = fits(types.get(name), value);
    if (!isRight) throw new Error(`${name}: expected ${types.get(name)}, got ${JSON.stringify(value)}`);
  }
  if (typeof row.props === "string") expect(typeof JSON.parse(row.props)).toBe("object");
}

function fits(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string" && value.isWellFormed() && !value.includes("\0");
    case "bigint":
      return Number.isSafeInteger(value);
    case "double":
      return Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "timestamp":
      return typeof value === "string" && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/.test(value);
    default:
      return false;
  }
}

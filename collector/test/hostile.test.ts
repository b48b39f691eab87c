import { gzipSync } from "node:zlib";
import { requestBytesMax } from "@riacho/contract/limits";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect, type HttpRequest } from "../src/collect.ts";
import { holdAnswer, hostileConfig, request } from "./hostile.ts";

const runs = process.env.RIACHO_FULL === "1" ? 20_000 : 3_000;

function hold(make: typeof collect, numRuns = runs): void {
  fc.assert(
    fc.property(request, (given) => holdAnswer(make, given)),
    { numRuns },
  );
}

test("any request at all: the right kind of answer, rows that fit their columns, nothing stored without a 200", () => {
  hold(collect);
}, 120_000);

/** A collector whose rows are changed behind its back. */
const spoiling =
  (change: (line: string) => string): typeof collect =>
  (...args) => {
    const { answer, records } = collect(...args);
    return { answer, records: records.map((record) => Buffer.from(change(Buffer.from(record).toString()))) };
  };

test.each<[string, typeof collect]>([
  ["a raw newline in a row", spoiling((lines) => lines.replaceAll("\\n", "\n"))],
  ["a key that comes twice", spoiling((lines) => lines.replace("{", '{"event_id":"x",'))],
  ["a column that nobody knows", spoiling((lines) => lines.replaceAll('"name":', '"nom":'))],
  ["a number as text", spoiling((lines) => lines.replace(/"seq":(\d+)/g, '"seq":"$1"'))],
  ["a row that is lost", spoiling((lines) => lines.slice(lines.indexOf("\n") + 1))],
  [
    "stored without a 200",
    (...args) => {
      const { answer, records } = collect(...args);
      return { records, answer: { ...answer, status: 413 } };
    },
  ],
])("a planted mistake is caught: %s", (_, make) => expect(() => hold(make)).toThrow());

const post = (body: Uint8Array): HttpRequest => ({
  id: "r1",
  method: "POST",
  path: "/v1/events",
  query: new URLSearchParams("app=shop"),
  headers: {},
  cookies: [],
  peer: "127.0.0.1",
  body,
});
const nested = (depth: number) =>
  `{"events":[{"id":"a","name":"x","props":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}]}`;
const keys = Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join();

describe("the corpus", () => {
  test.each<[string, string | Uint8Array, number]>([
    ["nothing", "", 400],
    ["invalid UTF-8", Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400],
    ["JSON 10,000 levels deep", nested(10_000), 200],
    ["100,000 levels of lists", "[".repeat(100_000), 400],
    ["100,000 keys beside the events", `{"events":[{"id":"a","name":"x"}],${keys}}`, 413],
    ["keys that come twice", '{"events":[{"id":"a","id":"b","name":"x","name":"y"}],"events":[]}', 400],
    [
      "numbers beyond numbers",
      '{"events":[{"id":"a","name":"x","time":1e999,"seq":1e999,"screen_width":9007199254740993}]}',
      200,
    ],
    [
      "__proto__ in every place",
      '{"__proto__":{"x":1},"events":[{"id":"a","name":"x","__proto__":{"name":"y"},"props":{"__proto__":1}}]}',
      200,
    ],
    ["lone surrogates", '{"events":[{"id":"\\ud800","name":"\\udfff","props":{"\\ud800":"\\udc00"}}]}', 200],
    ["gzip that stops", gzipSync(nested(3)).subarray(0, 20), 400],
    ["gzip in gzip", gzipSync(gzipSync(nested(3))), 400],
    ["gzip's first bytes alone", Buffer.from([0x1f, 0x8b]), 400],
  ])("%s", (_, body, status) => {
    const given = post(Buffer.from(body as string));
    expect(collect(given, hostileConfig, 0).answer.status).toBe(status);
    holdAnswer(collect, given);
  });

  test("a gzip bomb, 1 GiB of zeros in 1 MB: refused with at most the limit inflated", () => {
    // Made of members, as a stream of 1 GiB would be, so that the test itself need not hold it.
    const member = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const bomb = Buffer.concat(Array.from({ length: 64 }, () => member));
    const before = process.memoryUsage().arrayBuffers;
    const { answer } = collect(post(bomb), hostileConfig, 0);
    expect(answer.status).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * requestBytesMax);
  });
});

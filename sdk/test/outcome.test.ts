import { describe, expect, test } from "vitest";
import { readOutcome } from "../src/outcome.ts";

const now = Date.parse("2026-01-02T03:04:05Z");
const read = (status: number, text = "", retryAfter: string | null = null) =>
  readOutcome({ status, text, retryAfter }, 2, now);

const retry = (status: number, waitMs: number | null = null) => ({ kind: "retry", status, waitMs });

test("only our answer to this very request settles its events", () => {
  const rejected = [{ index: 1, reason: "too_deep", message: "no" }];
  expect(read(200, JSON.stringify({ accepted: 1, rejected }))).toEqual({
    kind: "settled",
    answer: { accepted: 1, rejected },
  });
});

test.each([
  ["a captive portal's page", "<html>Welcome"],
  ["an empty body", ""],
  ["somebody's JSON", '{"ok":true}'],
  ["an answer to another number of events", '{"accepted":3,"rejected":[]}'],
  ["null", "null"],
  ["accepted as text", '{"accepted":"2","rejected":[]}'],
])("a 200 with %s keeps the events", (_, text) => expect(read(200, text)).toEqual(retry(200)));

test.each([0, 204, 301, 302, 401, 403, 404, 408, 429, 500, 502, 503, 504])(
  "%i keeps the events",
  (status) => {
    expect(read(status)).toEqual(retry(status));
  },
);

test.each([400, 413])("%i asks for smaller requests", (status) =>
  expect(read(status)).toEqual({ kind: "halve", status }),
);

test("410 switches the app off", () => expect(read(410)).toEqual({ kind: "off" }));

describe("Retry-After", () => {
  test.each([
    ["seconds", "5", 5000],
    ["a date", "Fri, 02 Jan 2026 03:04:15 GMT", 10_000],
    ["at most an hour, whoever asks", "999999", 3_600_000],
    ["nothing to wait for", "0", null],
    ["a date that has passed", "Fri, 02 Jan 2026 03:00:00 GMT", null],
    ["no time at all", "soon", null],
    ["less than nothing", "-5", null],
  ])("%s: %s", (_, text, waitMs) => expect(read(503, "", text)).toEqual(retry(503, waitMs)));
});

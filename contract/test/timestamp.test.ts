import { toTimestamp } from "@riacho/contract/columns";
import fc from "fast-check";
import { expect, test } from "vitest";

const minMs = Date.parse("0000-01-01T00:00:00Z");
const maxMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

test.each([
  [0, "1970-01-01 00:00:00.000"],
  [-1, "1969-12-31 23:59:59.999"],
  [Date.UTC(2024, 1, 29, 23, 59, 59, 999), "2024-02-29 23:59:59.999"],
  [maxMs, "9999-12-31 23:59:59.999"],
])("%i is %s", (ms, text) => expect(toTimestamp(ms)).toBe(text));

test("times in any order are what Date says", () => {
  const day = 24 * 60 * 60 * 1000;
  const ms = fc.oneof(
    fc.double({ min: 0, max: maxMs, noNaN: true }),
    fc.integer({ min: minMs, max: maxMs }),
    fc
      .integer({ min: -3, max: 3 })
      .chain((days) => fc.integer({ min: -2, max: 2 }).map((off) => days * day + off)),
  );
  fc.assert(
    fc.property(fc.array(ms, { minLength: 1, maxLength: 10 }), (times) => {
      const expected = times.map((time) => new Date(time).toISOString().replace("T", " ").slice(0, 23));
      expect(times.map(toTimestamp)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is no time", (ms) => {
  expect(() => toTimestamp(ms)).toThrow(RangeError);
});

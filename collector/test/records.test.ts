import fc from "fast-check";
import { expect, test } from "vitest";
import { type Line, toLine, toRecords } from "../src/records.ts";

/** What requests' rows share: nothing, text of one byte a character, of more. */
const rests = [undefined, ',"city":"Porto"}\n', ',"city":"S\u00e3o Paulo","title":"\u6cb3 \ud83c\udfde"}\n'];
const line = fc
  .record({ name: fc.string({ unit: "binary", maxLength: 9 }), rest: fc.constantFrom(...rests) })
  .map(({ name, rest }) => toLine({ name }, rest === undefined ? rest : Buffer.from(rest)));
const limit = 100;

const toText = ({ own, rest }: Line) => own.slice(0, -1) + Buffer.from(rest).toString();

function hold(make: typeof toRecords): void {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
      const records = make(lines, limit);
      const texts = records.map((record) => Buffer.from(record).toString());
      expect(texts.join("")).toBe(lines.map(toText).join(""));
      for (const { length } of records) expect(length).toBeLessThanOrEqual(limit);
      for (const row of texts.join("").trimEnd().split("\n")) JSON.parse(row);
      for (const text of texts) expect(text.endsWith("}\n")).toBe(true);
      const longest = Math.max(...lines.map(({ bytes }) => bytes));
      for (const { length } of records.slice(0, -1)) expect(length).toBeGreaterThan(limit - longest);
    }),
  );
}

test("lines become records of whole rows, in their order, each as full as the next line allows", () => {
  hold(toRecords);
});

test("a line above the limit goes alone, and is not this file's to split", () => {
  const [small, large] = [toLine({ a: 1 }), toLine({ text: "x".repeat(limit) })];
  expect(toRecords([small, large, small], limit).map(({ length }) => length)).toEqual([
    small.bytes,
    large.bytes,
    small.bytes,
  ]);
});

test.each<[string, typeof toRecords]>([
  ["the limit forgotten", (lines) => toRecords(lines)],
  ["the last one lost", (lines, max) => toRecords(lines.slice(0, -1), max)],
  ["nothing packed", (lines) => lines.flatMap((each) => toRecords([each]))],
  ["another order", (lines, max) => toRecords([...lines].reverse(), max)],
  [
    "characters counted in place of bytes",
    (lines, max) =>
      toRecords(
        lines.map((each) => ({ ...each, bytes: toText(each).length })),
        max,
      ),
  ],
])("a planted mistake is caught: %s", (_, make) => expect(() => hold(make)).toThrow());

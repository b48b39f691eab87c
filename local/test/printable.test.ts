import fc from "fast-check";
import { expect, test } from "vitest";
import { toPrintable, toPrintableJson } from "../src/printable.ts";

const controls = ["\0", "\u001b", "\r", "\b", "\u007f", "\u009b", "\u202e", "\u2066"];

test.each(controls)("%j does not reach the terminal, as text or as JSON", (control) => {
  expect(toPrintable(`a${control}b`)).toBe("a\ufffdb");
  expect(toPrintableJson(`a${control}b`)).not.toContain(control);
});

test("lines, tabs and the letters of all scripts stay", () => {
  const text = "água\n\tשלום 🌊 مرحبا";
  expect(toPrintable(text)).toBe(text);
  expect(toPrintableJson({ text })).toBe(JSON.stringify({ text }));
});

test("the JSON says the same value, whatever it is", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...controls));
  fc.assert(
    fc.property(fc.dictionary(text, text), (value) => {
      expect(JSON.parse(toPrintableJson(value))).toEqual(value);
    }),
  );
});

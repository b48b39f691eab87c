import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { rememberRecent } from "../src/enrich/recent.ts";

test("what was asked lately is computed once", () => {
  const compute = vi.fn((text: string) => text.length);
  const recall = rememberRecent(compute, 2);
  expect(["a", "bb", "a", "bb"].map(recall)).toEqual([1, 2, 1, 2]);
  expect(compute).toHaveBeenCalledTimes(2);
});

test("the one asked longest ago is forgotten first", () => {
  const compute = vi.fn((text: string) => text);
  const recall = rememberRecent(compute, 2);
  for (const text of ["a", "b", "a", "c", "a", "b"]) recall(text);
  expect(compute.mock.calls.flat()).toEqual(["a", "b", "c", "b"]);
});

test("any history gives what computing gives", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("", "a", "b", "c", "d", "__proto__")),
      fc.integer({ min: 1, max: 4 }),
      (texts, max) => {
        const recall = rememberRecent((text) => `${text}!`, max);
        expect(texts.map(recall)).toEqual(texts.map((text) => `${text}!`));
      },
    ),
  );
});

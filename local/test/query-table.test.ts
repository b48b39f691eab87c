import { expect, test } from "vitest";
import { fitWidths, tableRowsMax, toTable } from "../src/warehouse/to-table.ts";

function answer(names: string[], ...rows: (string | number | null)[][]) {
  return { columns: names.map((name) => ({ name, type: "VARCHAR" })), rows };
}

const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

test.each([
  [[4, 100, 60], 64, [4, 30, 30]],
  [[4, 5], 20, [4, 5]],
  [[50, 50], 20, [10, 10]],
  [[1, 2, 50], 33, [1, 2, 30]],
  [[50, 1], Number.POSITIVE_INFINITY, [50, 1]],
  [[], 10, []],
])("%j in %d is %j", (natural, available, widths) => {
  expect(fitWidths(natural, available)).toEqual(widths);
});

test("the longest cell is cut to the terminal's width, short ones are whole", () => {
  const table = toTable(answer(["id", "props"], ["abc", "x".repeat(500)]), 60);
  expect(widest(table)).toBeLessThanOrEqual(60);
  expect(table).toContain("│ abc │ xxx");
  expect(table).toContain("…");
});

test("without a width nothing is cut", () => {
  expect(toTable(answer(["a"], ["x".repeat(5_000)]), Number.POSITIVE_INFINITY)).toContain("x".repeat(5_000));
});

test("more columns than fit make a list per row", () => {
  const names = Array.from({ length: 39 }, (_, i) => `column_${i}`);
  const table = toTable(
    answer(
      names,
      names.map(() => "y".repeat(200)),
    ),
    80,
  );
  expect(widest(table)).toBeLessThanOrEqual(80);
  for (const name of names) expect(table).toContain(`│ ${name} `);
});

test("what an event says cannot steer the terminal or break the lines", () => {
  const table = toTable(answer(["a"], ["\u001b[2Jx\r\u009by\nz\u202ew", ""]), Number.POSITIVE_INFINITY);
  for (const control of ["\u001b", "\r", "\u009b", "\u202e"]) expect(table).not.toContain(control);
  expect(table.split("\n")).toHaveLength(5);
});

test("a nothing and an empty text look different", () => {
  expect(toTable(answer(["a", "b"], [null, ""]), 80)).toContain("│ NULL │   │");
});

test("only the first rows are drawn", () => {
  const rows = Array.from({ length: tableRowsMax + 10 }, (_, i) => [i]);
  const table = toTable(answer(["n"], ...rows), 80);
  expect(table).toContain(`│ ${tableRowsMax - 1} `);
  expect(table).not.toContain(`│ ${tableRowsMax} `);
});

import Table from "cli-table3";
import { toPrintable } from "../printable.ts";
import type { QueryAnswer } from "./open-warehouse.ts";

/** More rows than anyone reads in a terminal; JSON has all. */
export const tableRowsMax = 1_000;

/** The least of a column that still tells something, in characters. */
const columnWidthMin = 8;
/** What a column costs beside its text: a border and two spaces. */
const columnPadding = 3;

/**
 * An answer as a table of text. What does not fit is cut, the longest cells first; where even short pieces of all
 * columns do not fit beside each other, each row becomes a list of its own, one column per line.
 *
 * @param widthMax columns of the terminal; Infinity cuts nothing
 */
export function toTable({ columns, rows }: QueryAnswer, widthMax: number): string {
  const names = columns.map(({ name }) => toCell(name));
  const cells = rows.slice(0, tableRowsMax).map((row) => row.map(toCell));
  const least = names.length * (columnWidthMin + columnPadding) + 1;
  const natural = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const natureFits = sum(natural) + names.length * columnPadding + 1 <= widthMax;
  if (!natureFits && least > widthMax) return cells.map((row) => toList(names, row, widthMax)).join("\n");
  return draw(names, cells, fitWidths(natural, widthMax - names.length * columnPadding - 1));
}

/** One row, a column per line. */
function toList(names: string[], row: string[], widthMax: number): string {
  const nameWidth = Math.max(...names.map((name) => name.length));
  const valueWidth = Math.max(widthMax - nameWidth - 2 * columnPadding - 1, columnWidthMin);
  return draw(
    [],
    names.map((name, i) => [name, row[i] ?? ""]),
    [nameWidth, valueWidth],
  );
}

function draw(head: string[], cells: string[][], widths: number[]): string {
  // Cells are cut by what they measure in the terminal, which the library knows: wide characters take two columns.
  const colWidths = widths.map((width) => (Number.isFinite(width) ? width + 2 : null));
  const table = new Table({ head, colWidths, style: { head: [], border: [], compact: true } });
  table.push(...cells);
  return table.toString();
}

/**
 * Widths that fit together: columns that need little get it, the others share what is left alike.
 *
 * @param natural what each column would take, in characters
 * @param available for all columns together
 * @example fitWidths([4, 100, 60], 64) // [4, 30, 30]
 */
export function fitWidths(natural: number[], available: number): number[] {
  if (sum(natural) <= available) return natural;
  let left = available;
  let columnsLeft = natural.length;
  let share = left / columnsLeft;
  for (const width of [...natural].sort((a, b) => a - b)) {
    share = Math.floor(left / columnsLeft);
    if (width > share) break;
    left -= width;
    columnsLeft--;
  }
  return natural.map((width) => Math.min(width, share));
}

/** Text for one line. */
export function toCell(value: unknown): string {
  if (value === null) return "NULL";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return toPrintable(text.replace(/[\n\t]/g, " "));
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

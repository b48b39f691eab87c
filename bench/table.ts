import type { Figure } from "./benchmark.ts";

const head = ["name", "measured", "goal", "seen", "measured against"];

/** The figures as one table for people. */
export function toTable(figures: readonly Figure[]): string {
  return toColumns([head, ...figures.map(toCells)]);
}

/** Lines of as many cells each, aligned. */
export function toColumns(lines: readonly string[][]): string {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines.map((cells) => toLine(cells, widths ?? [])).join("");
}

function toCells({ name, value, unit, goal, against, note = "" }: Figure): string[] {
  return [name, toText(value, unit), goal === undefined ? "" : `<= ${toText(goal, unit)}`, note, against];
}

function toText(value: number, unit: Figure["unit"]): string {
  if (unit === "x") return `${value.toFixed(2)}x`;
  return `${toNumber(value)} ${unit}`;
}

/** Whole, unless it is so small that its fraction says something. */
export function toNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 2 : 0 });
}

function toLine(cells: readonly string[], widths: readonly number[]): string {
  return `${cells
    .map((cell, column) => cell.padEnd(widths[column] as number))
    .join("  ")
    .trimEnd()}\n`;
}

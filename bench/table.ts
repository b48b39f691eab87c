import type { Figure } from "./benchmark.ts";

const head = ["name", "measured", "goal", "seen", "measured against"];

/** The figures as one table for people. */
export function toTable(figures: readonly Figure[]): string {
  const lines = [head, ...figures.map(toCells)];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => (cells[column] as string).length)));
  return lines.map((cells) => toLine(cells, widths)).join("");
}

function toCells({ name, value, unit, goal, against, note = "" }: Figure): string[] {
  return [name, toText(value, unit), goal === undefined ? "" : `<= ${toText(goal, unit)}`, note, against];
}

function toText(value: number, unit: Figure["unit"]): string {
  if (unit === "x") return `${value.toFixed(2)}x`;
  return `${Math.round(value).toLocaleString("en-US")} ${unit}`;
}

function toLine(cells: readonly string[], widths: readonly number[]): string {
  return `${cells
    .map((cell, column) => cell.padEnd(widths[column] as number))
    .join("  ")
    .trimEnd()}\n`;
}

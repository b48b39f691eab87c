// What Firehose's format conversion does with one record, decided here without it.

import {
  type Column,
  type ColumnType,
  columns as contractColumns,
  type Row,
  toTimestamp,
} from "@riacho/contract/columns";

/** A record's rows; or why it has none. One bad row makes the whole record undeliverable, as in Firehose. */
export type ReadRows = { ok: true; rows: Row[] } | { ok: false; reason: string };

/**
 * Reads a record: UTF-8, one JSON object per line. Keys that are no column are left out, as Firehose leaves out what
 * the Glue schema does not name; null is an empty value.
 *
 * @example readRows(Buffer.from('{"event_id":"a"}\n')) // { ok: true, rows: [{ event_id: "a" }] }
 */
export function readRows(data: Uint8Array, columns: readonly Column[] = contractColumns): ReadRows {
  const text = readText(data);
  if (text === null) return { ok: false, reason: "expected UTF-8 text, got other bytes" };

  const rows: Row[] = [];
  let lineNumber = 0;
  for (const line of text.split("\n")) {
    lineNumber++;
    if (line.trim() === "") continue;
    const read = readRow(line, columns);
    if (typeof read === "string") return { ok: false, reason: `line ${lineNumber}: ${read}` };
    rows.push(read);
  }
  return rows.length > 0 ? { ok: true, rows } : { ok: false, reason: "expected at least one row, got none" };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function readText(data: Uint8Array): string | null {
  try {
    return utf8.decode(data);
  } catch {
    return null;
  }
}

/** The row, or what is wrong with the line. */
function readRow(line: string, columns: readonly Column[]): Row | string {
  const value = readJson(line);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "expected a JSON object";
  const source = value as Record<string, unknown>;
  const row: Row = {};
  for (const { name, type } of columns) {
    // Own keys only: a column's name must never be answered by Object.prototype.
    const cell = Object.hasOwn(source, name) ? source[name] : null;
    if (cell === null) continue;
    if (!fits[type](cell)) return `${name}: expected ${expected[type]}, got ${describe(cell)}`;
    row[name as keyof Row] = cell;
  }
  return row;
}

/** Undefined, which no JSON text gives, where the line is no JSON. */
function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

type Cell = string | number | boolean;

const fits: Readonly<Record<ColumnType, (cell: unknown) => cell is Cell>> = {
  string: (cell): cell is Cell => typeof cell === "string",
  bigint: (cell): cell is Cell => Number.isSafeInteger(cell),
  double: (cell): cell is Cell => Number.isFinite(cell),
  boolean: (cell): cell is Cell => typeof cell === "boolean",
  timestamp: (cell): cell is Cell => typeof cell === "string" && isTimestamp(cell),
};

const expected: Readonly<Record<ColumnType, string>> = {
  string: "text",
  bigint: "a whole number that a double holds exactly",
  double: "a finite number",
  boolean: "true or false",
  timestamp: "a time as YYYY-MM-DD HH:MM:SS.mmm",
};

const timestampShape = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;

/** Only the round trip tells that the 30th of February is no day. */
function isTimestamp(text: string): boolean {
  if (!timestampShape.test(text)) return false;
  const ms = Date.parse(`${text.replace(" ", "T")}Z`);
  return Number.isFinite(ms) && toTimestamp(ms) === text;
}

/** Never the value itself: the reason may be shown where the raw data may not. */
function describe(cell: unknown): string {
  if (typeof cell === "string") return `a string of ${cell.length} characters`;
  if (Array.isArray(cell)) return "an array";
  return typeof cell === "object" ? "an object" : `a ${typeof cell}`;
}

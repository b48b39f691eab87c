// From the rejected rows of the warehouse to accepted ones in the stream.

import type { PutOutcome } from "@riacho/collector/put-records";
import { type Line, toLine } from "@riacho/collector/records";
import type { replay as Replay, StoredRow } from "@riacho/collector/replay";
import { rowsBytesMax } from "@riacho/contract/limits";
import type { Warehouse } from "../warehouse/open-warehouse.ts";
import { type EventKey, type Selection, toKeysSql, toRejectedRowsSql } from "./rejected-sql.ts";
import { count, createTally, type Tally } from "./tally.ts";

/** Events whose rows are in memory at once: a row may be nearly as large as a record. */
const pageSize = 500;

export interface ReplayParts {
  warehouse: Pick<Warehouse, "query">;
  selection: Selection;
  /** The built collector's. */
  replay: typeof Replay;
  /** Our clock, in milliseconds since 1970. */
  now(): number;
  /** Puts rows into the stream, of one call's size at most. Null: nothing is written. */
  put: ((rows: readonly Line[]) => Promise<PutOutcome>) | null;
}

export interface ReplayEnd {
  /** Of what was judged until the end. */
  tally: Tally;
  /** Events that the stream has told it holds. */
  stored: number;
  /** Why it ended early; null where it did not. */
  failure: Exclude<PutOutcome, { kind: "stored" }> | null;
}

/**
 * Replays what is selected. Ends where the stream does not take what is put.
 *
 * @throws an Error of the warehouse
 */
export async function replayRejected(parts: ReplayParts): Promise<ReplayEnd> {
  const { warehouse, selection, put } = parts;
  const found = (await warehouse.query(toKeysSql(selection))).rows;
  const keys = found.flatMap(([app, id, isAccepted]) =>
    isAccepted ? [] : [[app, id] as unknown as EventKey],
  );
  const tally = createTally(found.length, found.length - keys.length);
  let stored = 0;
  for (let start = 0; start < keys.length; start += pageSize) {
    const accepted = await judge(parts, keys.slice(start, start + pageSize), tally);
    if (put === null) continue;
    for (const rows of inCalls(accepted, rowsBytesMax)) {
      const outcome = await put(rows);
      if (outcome.kind !== "stored") return { tally, stored, failure: outcome };
      stored += rows.length;
    }
  }
  return { tally, stored, failure: null };
}

/** The rows of those that are accepted now. */
async function judge(
  { warehouse, selection, replay, now }: ReplayParts,
  keys: readonly EventKey[],
  tally: Tally,
): Promise<Line[]> {
  const { columns, rows } = await warehouse.query(toRejectedRowsSql(selection, keys));
  const accepted: Line[] = [];
  for (const values of rows) {
    const row: StoredRow = Object.fromEntries(columns.map(({ name }, i) => [name, values[i]]));
    const replayed = replay(row, now());
    count(tally, replayed);
    if (replayed.kind === "accepted") accepted.push(toLine(replayed.row));
  }
  return accepted;
}

/** Rows in parts of so many bytes: what one call may carry, as it carries one request's. */
export function inCalls(rows: readonly Line[], bytesMax: number): Line[][] {
  const calls: Line[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (bytes + row.bytes > bytesMax) {
      calls.push([]);
      bytes = 0;
    }
    calls.at(-1)?.push(row);
    bytes += row.bytes;
  }
  return calls;
}

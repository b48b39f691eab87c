import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "@riacho/contract/columns";
import { openWarehouse, type QueryAnswer } from "../../local/src/warehouse/open-warehouse.ts";
import { writeRows } from "../../local/test/warehouse-rows.ts";

/** The rows of each file, by its hour and a word of its own: copies may lie in several files of one hour. */
export type Files = Readonly<Record<`dt=${string}/hh=${string} ${string}`, readonly Row[]>>;

/** What a query answers over these files. */
export async function answerOver(files: Files, sql: string): Promise<QueryAnswer["rows"]> {
  const dataDir = await mkdtemp(join(tmpdir(), "riacho-analytics-"));
  for (const [key, rows] of Object.entries(files)) {
    await writeRows(dataDir, key.split(" ")[0] as `dt=${string}/hh=${string}`, rows);
  }
  const warehouse = await openWarehouse({ dataDir });
  try {
    return (await warehouse.query(sql)).rows;
  } finally {
    await warehouse.close();
    await rm(dataDir, { recursive: true });
  }
}

/** An accepted row; `time` is of the first of January 2026, UTC, and both when it happened and was received. */
export function row(id: string, name: string, time: string, more: Row = {}): Row {
  const at = `2026-01-01 ${time}.000`;
  return { event_id: id, app_id: "shop", name, status: "accepted", event_at: at, received_at: at, ...more };
}

import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader, type Json } from "@duckdb/node-api";
import { eventsSql } from "@riacho/analytics/events";
import { humanEventsSql } from "@riacho/analytics/human-events";
import { athenaNames } from "./athena-names.ts";
import { runSelect } from "./only-select.ts";
import { toRealPath } from "./real-path.ts";
import { hasRowFiles } from "./row-files.ts";
import { toRowsSql } from "./rows-sql.ts";
import { instanceSettings, toSandboxSql } from "./sandbox.ts";
import { toJsonValue } from "./to-json-value.ts";

/** A query's answer. Values are JSON: see `toJsonValue`. */
export interface QueryAnswer {
  /** In the order of the SELECT; names are unique, types are DuckDB's (`BIGINT`, `VARCHAR`...). */
  columns: { name: string; type: string }[];
  rows: Json[][];
}

/** Where rows are queried. */
export interface Warehouse {
  /**
   * Runs one SELECT over `rows`, `events` and `human_events`. Files that delivery has finished by now are seen. Queries
   * may overlap.
   *
   * @throws an Error with the engine's message where the SQL is wrong, reaches outside the rows or does not only read
   * @example await warehouse.query("select name, count(*) as n from events group by name")
   */
  query(sql: string): Promise<QueryAnswer>;
  /** Whether there is any row file; without one every answer is about no rows. */
  hasRows(): Promise<boolean>;
  /** Ends the warehouse after the queries that are running. */
  close(): Promise<void>;
}

/**
 * Opens DuckDB, in memory, over the Parquet files of a data folder. Works beside a running pipeline.
 *
 * @param options.dataDir the data folder; it may not exist yet, and is never written to
 * @example
 * const warehouse = await openWarehouse({ dataDir: ".riacho" });
 * const { rows } = await warehouse.query("select count(*) from events"); // [[42]]
 * await warehouse.close();
 */
export async function openWarehouse({ dataDir }: { dataDir: string }): Promise<Warehouse> {
  // DuckDB compares real paths with the folder it is allowed to read.
  const rowsDir = await toRealPath(join(dataDir, "rows"));
  const instance = await DuckDBInstance.create(":memory:", instanceSettings);
  const owner = await instance.connect();
  for (const sql of [...athenaNames, ...toSandboxSql(rowsDir)]) await owner.run(sql);

  const refreshViews = createRefresh(owner, rowsDir);
  const running = new Set<Promise<unknown>>();
  await refreshViews();

  async function query(sql: string): Promise<QueryAnswer> {
    await refreshViews();
    const connection = await instance.connect();
    try {
      return toAnswer(await runSelect(connection, sql));
    } finally {
      connection.closeSync();
    }
  }

  return {
    query(sql) {
      const answer = query(sql);
      running.add(answer);
      const end = () => running.delete(answer);
      answer.then(end, end);
      return answer;
    },
    hasRows: () => hasRowFiles(rowsDir),
    async close() {
      await Promise.allSettled(running);
      owner.closeSync();
      instance.closeSync();
    },
  };
}

/** The views change only when the first file comes or the last one goes; the pattern itself finds what is new. */
function createRefresh(owner: DuckDBConnection, rowsDir: string): () => Promise<void> {
  let shown: boolean | undefined;
  // One at a time: two that define the same view at once would conflict.
  let last: Promise<void> = Promise.resolve();

  async function refresh(): Promise<void> {
    const hasFiles = await hasRowFiles(rowsDir);
    if (hasFiles === shown) return;
    await owner.run(`create or replace view rows as ${toRowsSql(rowsDir, hasFiles)}`);
    await owner.run(`create or replace view events as ${eventsSql}`);
    await owner.run(`create or replace view human_events as ${humanEventsSql}`);
    shown = hasFiles;
  }

  return () => {
    last = last.catch(() => {}).then(refresh);
    return last;
  };
}

function toAnswer(reader: DuckDBResultReader): QueryAnswer {
  const types = reader.columnTypes();
  const columns = reader.deduplicatedColumnNames().map((name, i) => ({ name, type: String(types[i]) }));
  return { columns, rows: reader.convertRows(toJsonValue) };
}

import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import { type Column, type ColumnType, columns as contractColumns, type Row } from "@riacho/contract/columns";
import { duckdbTypes } from "../warehouse/duckdb-types.ts";
import { quoteName, quoteText } from "../warehouse/quote.ts";
import { writeDurably } from "./write-durably.ts";

/** Writes rows to Parquet files. One write at a time. */
export interface ParquetWriter {
  /**
   * Writes one file; when the promise is kept, it is whole, on the disk and under its name.
   *
   * @param path ends in `.parquet`; missing folders are made
   */
  write(path: string, rows: readonly Row[]): Promise<void>;
  close(): void;
}

/** DuckDB's own chunk size: larger ones are refused. */
const chunkRows = 2048;

const chunkTypes: Readonly<Record<ColumnType, DuckDBType>> = {
  string: VARCHAR,
  bigint: BIGINT,
  double: DOUBLE,
  boolean: BOOLEAN,
  timestamp: TIMESTAMP,
};

/**
 * Snappy Parquet with the contract's columns in order: strings as UTF-8, bigint as INT64, timestamp as INT64
 * microseconds, every column optional. Values go to the engine as they are, not through JSON text a second time.
 */
export async function createParquetWriter(
  columns: readonly Column[] = contractColumns,
): Promise<ParquetWriter> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    threads: "1",
    temp_directory: "",
  });
  const connection = await instance.connect();
  const definition = columns.map(({ name, type }) => `${quoteName(name)} ${duckdbTypes[type]}`).join(", ");

  async function fill(rows: readonly Row[]): Promise<void> {
    const appender = await connection.createAppender("gathered");
    for (let start = 0; start < rows.length; start += chunkRows) {
      appender.appendDataChunk(toChunk(rows.slice(start, start + chunkRows), columns));
    }
    appender.closeSync();
  }

  return {
    async write(path, rows) {
      // Anew each time: what a failed write left must not be in the next file.
      await connection.run(`create or replace temp table gathered (${definition})`);
      await fill(rows);
      await writeDurably(path, async (unfinished) => {
        await connection.run(
          `copy gathered to ${quoteText(unfinished)} (format parquet, compression snappy)`,
        );
      });
      await connection.run("drop table gathered");
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function toChunk(rows: readonly Row[], columns: readonly Column[]): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(
    columns.map(({ type }) => chunkTypes[type]),
    rows.length,
  );
  chunk.setColumns(columns.map(({ name, type }) => rows.map((row) => toValue(row[name as keyof Row], type))));
  return chunk;
}

function toValue(cell: Row[keyof Row], type: ColumnType): DuckDBValue {
  if (cell === undefined) return null;
  if (type === "bigint") return BigInt(cell);
  if (type === "timestamp") return new DuckDBTimestampValue(toMicros(cell as string));
  return cell;
}

function toMicros(timestamp: string): bigint {
  return BigInt(Date.parse(`${timestamp.replace(" ", "T")}Z`)) * 1000n;
}

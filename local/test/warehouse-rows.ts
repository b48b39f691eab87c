import { join } from "node:path";
import { columns, type Row } from "@riacho/contract/columns";
import { createParquetWriter } from "../src/delivery/write-parquet.ts";

let files = 0;

/** Puts rows in one more file of an hour, with the columns of today or of another day. */
export async function writeRows(
  dataDir: string,
  hour: `dt=${string}/hh=${string}`,
  rows: readonly Row[],
  columnsOfTheDay: Parameters<typeof createParquetWriter>[0] = columns,
): Promise<void> {
  const writer = await createParquetWriter(columnsOfTheDay);
  files++;
  await writer.write(join(dataDir, "rows", hour, `${files}.parquet`), rows);
  writer.close();
}

// What the dashboard's questions cost over 200,000 rows in 20 files.

import { join } from "node:path";
import { overview } from "@riacho/analytics/overview";
import { type Row, toTimestamp } from "@riacho/contract/columns";
import { createParquetWriter } from "../local/src/delivery/write-parquet.ts";
import { openWarehouse, type Warehouse } from "../local/src/warehouse/open-warehouse.ts";
import type { Benchmark, Figure } from "./benchmark.ts";
import { measureCpuRatio } from "./cpu-ratio.ts";
import { createSampleEvent, sampleFacts } from "./sample-batch.ts";
import { withTempDir } from "./temp-dir.ts";

const files = 20;
const fileRows = 10_000;
const rounds = 5;
/** The base is so short that one of it could not be measured. */
const baseTimes = 20;

export const queryBenchmark: Benchmark = {
  name: "query",
  run: () =>
    withTempDir(async (dataDir) => {
      await writeFiles(dataDir);
      const warehouse = await openWarehouse({ dataDir });
      try {
        const tiles = overview.tiles.map(({ sql }) => sql);
        return [
          await measure("query-events", warehouse, ["select count(*) from events"], "one count(*) of events"),
          await measure("query-tiles", warehouse, tiles, `the dashboard's ${tiles.length} tiles`),
        ];
      } finally {
        await warehouse.close();
      }
    }),
};

async function measure(name: string, warehouse: Warehouse, queries: string[], what: string): Promise<Figure> {
  const { ratio, baseMs, subjectMs } = await measureCpuRatio(
    async () => {
      for (let n = 0; n < baseTimes; n++) await warehouse.query("select count(*) from rows");
    },
    async () => {
      for (const sql of queries) await warehouse.query(sql);
    },
    rounds,
  );
  return {
    name,
    value: ratio * baseTimes,
    unit: "x",
    against: `processor time of a count(*) of the ${files * fileRows} rows, without dedupe; subject: ${what}`,
    note: `${subjectMs.toFixed(0)} ms against ${(baseMs / baseTimes).toFixed(1)} ms`,
  };
}

/** An hour a file, 5 events a session, 2 sessions a visitor, one row of a hundred twice. */
async function writeFiles(dataDir: string): Promise<void> {
  const writer = await createParquetWriter();
  const startMs = Date.now() - files * 3_600_000;
  for (let file = 0; file < files; file++) {
    const fileMs = startMs + file * 3_600_000;
    const rows = Array.from({ length: fileRows }, (_, n) =>
      toSampleRow(file * fileRows + n, fileMs + n * 300),
    );
    for (let n = 99; n < fileRows; n += 100) rows[n] = rows[n - 1] as Row;
    const [day, time] = toTimestamp(fileMs).split(" ") as [string, string];
    await writer.write(join(dataDir, "rows", `dt=${day}`, `hh=${time.slice(0, 2)}`, `${file}.parquet`), rows);
  }
  writer.close();
}

const names = ["page_view", "page_view", "view_item", "add_to_cart", "begin_checkout", "purchase"];

function toSampleRow(n: number, ms: number): Row {
  const { id, props, seq = 0 } = createSampleEvent(n % 5, ms);
  const at = toTimestamp(ms);
  return {
    ...(sampleFacts as Row),
    event_id: id,
    app_id: "shop",
    name: names[n % names.length] as string,
    status: "accepted",
    event_at: at,
    received_at: at,
    client_at: at,
    seq,
    page_load: `page-${Math.floor(n / 5)}`,
    session_id: `session-${Math.floor(n / 5)}`,
    visitor_id: `visitor-${Math.floor(n / 10)}`,
    page_path: `/product-${n % 37}`,
    props: JSON.stringify(props),
  };
}

// The whole pipeline over HTTP, on the machine's own processors, which the client shares.

import { setTimeout as sleep } from "node:timers/promises";
import { eventsPath } from "@riacho/contract/event";
import autocannon, { type Result } from "autocannon";
import { openWarehouse } from "../local/src/warehouse/open-warehouse.ts";
import type { Benchmark, Figure } from "./benchmark.ts";
import { median } from "./median.ts";
import { createSampleBatch } from "./sample-batch.ts";
import { type StartedServer, startServer } from "./start-server.ts";
import { withTempDir } from "./temp-dir.ts";

const batchEvents = 10;
const connections = 32;
/** Of each server in turn: 8 seconds for each in all. */
const rounds = 4;
const roundSeconds = 2;
/** The pipeline still delivers what it answered: the other's turn waits, in milliseconds. */
const settleMs = 2_000;
/** How long after the load its events must be queryable. */
const queryableMsMax = 60_000;

export const pipelineBenchmark: Benchmark = {
  name: "pipeline",
  run: () =>
    withTempDir(async (dataDir) => {
      const empty = await startServer(["bench/empty-server.mjs"]);
      const script = ["--import", "tsx", "local/src/start.ts"];
      const pipeline = await startServer([...script, "--port", "0", "--data-dir", dataDir]).catch(
        async (error) => {
          await empty.stop();
          throw error;
        },
      );
      try {
        return [...(await measure(empty, pipeline)), await measureToSql(pipeline, dataDir)];
      } finally {
        await Promise.all([empty.stop(), pipeline.stop()]);
      }
    }),
};

async function measure(empty: StartedServer, pipeline: StartedServer): Promise<Figure[]> {
  await load(pipeline, 1); // warms up
  await sleep(settleMs);
  const floors: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    floors.push(toRate(await load(empty, roundSeconds)));
    rates.push(toRate(await load(pipeline, roundSeconds)));
    await sleep(settleMs);
  }
  const ratio = median(floors.map((floor, round) => floor / (rates[round] as number)));
  return [
    {
      name: "pipeline-requests",
      value: ratio,
      unit: "x",
      against: "requests/s of a node:http server that reads the body and answers 202, same client",
      note: `${Math.round(median(floors))} against ${Math.round(median(rates))} requests/s of ${batchEvents} events`,
    },
    {
      name: "pipeline-answered",
      value: median(rates) * batchEvents,
      unit: "events/s",
      against: "answered with 200: stored in the stream on the disk",
    },
  ];
}

/** From the first request until SQL counts every answered event. */
async function measureToSql(pipeline: StartedServer, dataDir: string): Promise<Figure> {
  const warehouse = await openWarehouse({ dataDir });
  const count = async () => Number((await warehouse.query("select count(*) from events")).rows[0]?.[0]);
  try {
    const before = await waitUntilStill(count);
    const startedAt = performance.now();
    const result = await load(pipeline, 2 * roundSeconds);
    const loadedAt = performance.now();
    const expected = before + result["2xx"] * batchEvents;
    while ((await count()) < expected) {
      if (performance.now() - loadedAt > queryableMsMax)
        throw new Error(`expected ${expected} events in SQL`);
      await sleep(50);
    }
    const endedAt = performance.now();
    return {
      name: "pipeline-queryable",
      value: (result["2xx"] * batchEvents) / ((endedAt - startedAt) / 1000),
      unit: "events/s",
      against: "counted by SQL over Parquet files, from the first request on",
      note: `the last ${((endedAt - loadedAt) / 1000).toFixed(1)} s after the load's end`,
    };
  } finally {
    await warehouse.close();
  }
}

/** The count once all that came before is delivered: it has not changed for longer than a file takes. */
async function waitUntilStill(count: () => Promise<number>): Promise<number> {
  let last = -1;
  for (let now = await count(); now !== last; now = await count()) {
    last = now;
    await sleep(2_000);
  }
  return last;
}

async function load({ url }: StartedServer, duration: number): Promise<Result> {
  const nextBody = createBodies();
  const path = `${eventsPath}?app=shop`;
  const setupRequest = (request: object) => ({ ...request, body: nextBody() });
  const requests = [{ method: "POST", path, setupRequest }];
  const result = await autocannon({ url, connections, duration, requests });
  if (result.errors > 0 || result.non2xx > 0) {
    throw new Error(`expected answers of 2xx only, got ${result.non2xx} others and ${result.errors} errors`);
  }
  return result;
}

function toRate(result: Result): number {
  return result["2xx"] / result.duration;
}

/** Bodies of unique ids at little cost to the client: only the ids' last digits differ, over all loads. */
function createBodies(): () => string {
  const parts = JSON.stringify(createSampleBatch(batchEvents, Date.now())).split(/(?<="id":")[^"]+/);
  return () => parts.reduce((body, part) => `${body}0198c0de-bench-${nextId++}${part}`);
}

let nextId = 0;

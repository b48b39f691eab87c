// The promise of the whole: what was answered is there once, however often everything is killed.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { createRandoms } from "../src/simulation/random.ts";
import { openWarehouse, type Warehouse } from "../src/warehouse/open-warehouse.ts";
import { compareIds, type Difference } from "./kill-compare.ts";
import { drawMoment, isAheadOfCheckpoint, type Moment, waitForMoment } from "./kill-moment.ts";
import { type Senders, startSenders } from "./kill-senders.ts";
import { findPort } from "./start-port.ts";
import { type StartedProcess, startPipelineProcess } from "./start-process.ts";

export interface KillReport {
  /** Of `events`. */
  difference: Difference;
  /** Of `rows`, where copies are no fault: an id delivered twice is `doubled`. */
  rowsDifference: Difference;
  kills: Record<Moment, number>;
  /** Kills that left rows which the checkpoint did not know. */
  aheadOfCheckpoint: number;
  events: number;
  resent: number;
  /** How the last pipeline ended, after SIGINT. */
  exit: number | NodeJS.Signals;
  /** All that the pipelines said on stderr. */
  errors: string;
}

/** How long after the last answer everything must be in `events`. */
const deliveredMsMax = 30_000;
/** Longer than a record waits for its file: what would still come has come. */
const quietMs = 2_500;

/**
 * Kills the pipeline again and again under load, then compares what it holds with what it answered.
 *
 * @param eventsMin the load goes on until so many events are answered
 * @param seed of the moments and the batches; the machine's own timing adds chance of its own
 */
export async function runKills(killsMax: number, eventsMin: number, seed: number): Promise<KillReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "riacho-kill-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const port = await findPort();
  const nextRandom = createRandoms(seed);
  const random = nextRandom();
  const senders = startSenders(`http://127.0.0.1:${port}`, nextRandom);
  const kills: Record<Moment, number> = { writing: 0, delivering: 0, starting: 0 };
  let aheadOfCheckpoint = 0;
  let errors = "";
  let startMs = 1_000;

  const start = () => startPipelineProcess(["--port", String(port), "--data-dir", dataDir]);

  for (let n = 0; n < killsMax; n++) {
    const startedAt = Date.now();
    const pipeline = start();
    pipeline.ready.then(() => {
      startMs = Date.now() - startedAt;
    }, ignore);
    const moment = drawMoment(random, n);
    await waitForMoment(moment, pipeline, { dataDir, random, startMs });
    pipeline.signal("SIGKILL");
    const how = await pipeline.ended;
    if (how !== "SIGKILL")
      throw new Error(`expected it to live until the kill, it ended with ${how}: ${errors}`);
    kills[moment]++;
    errors += pipeline.output().error;
    if (await isAheadOfCheckpoint(dataDir)) aheadOfCheckpoint++;
  }

  const last = start();
  await last.ready;
  while (senders.answered.size < eventsMin) await sleep(50);
  await senders.stop();
  const difference = await waitForDelivery(dataDir, senders);
  const exit = await stop(last);
  errors += last.output().error;
  const rowsDifference = await compareTable("rows", dataDir, senders);
  const { size: events } = senders.sent;
  return {
    difference,
    rowsDifference,
    kills,
    aheadOfCheckpoint,
    events,
    resent: senders.resent(),
    exit,
    errors,
  };
}

function ignore(): void {}

async function stop(pipeline: StartedProcess): Promise<number | NodeJS.Signals> {
  pipeline.signal("SIGINT");
  return pipeline.ended;
}

/** The difference once everything is there and nothing more comes; or after a time that is too long. */
async function waitForDelivery(dataDir: string, senders: Senders): Promise<Difference> {
  for (const endAt = Date.now() + deliveredMsMax; Date.now() < endAt; await sleep(250)) {
    const { lost } = await compareTable("events", dataDir, senders);
    if (lost.length === 0) break;
  }
  await sleep(quietMs);
  return compareTable("events", dataDir, senders);
}

async function compareTable(
  table: "events" | "rows",
  dataDir: string,
  senders: Senders,
): Promise<Difference> {
  const warehouse = await openWarehouse({ dataDir });
  try {
    return compareIds(await readIds(warehouse, table), senders.sent, senders.answered);
  } finally {
    await warehouse.close();
  }
}

async function readIds(warehouse: Warehouse, table: string): Promise<string[]> {
  const { rows } = await warehouse.query(`select event_id from ${table}`);
  return rows.map(([id]) => String(id));
}

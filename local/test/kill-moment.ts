// When to kill, and whether a kill fell where it hurts most: rows have their final name, the checkpoint has not moved.

import { readdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { toCheckpointPath } from "../src/delivery/checkpoint.ts";
import { drawOne, type Random } from "../src/simulation/random.ts";
import type { StartedProcess } from "./start-process.ts";

const moments = ["writing", "delivering", "starting"] as const;
export type Moment = (typeof moments)[number];

/** Longest time that a pipeline may live before a kill, in milliseconds: two of its files or so. */
const lifeMsMax = 2_500;

/** Each kind comes once before any is left to chance. */
export function drawMoment(random: Random, kills: number): Moment {
  return moments[kills] ?? drawOne(random, moments);
}

/** @param startMs how long a start took so far */
export async function waitForMoment(
  moment: Moment,
  pipeline: StartedProcess,
  { dataDir, random, startMs }: { dataDir: string; random: Random; startMs: number },
): Promise<void> {
  if (moment === "starting") return sleep(random() * startMs);
  await pipeline.ready;
  await sleep(random() * lifeMsMax);
  if (moment === "delivering") await nextRowFile(dataDir);
}

/** Looks every millisecond: the checkpoint follows within a few. */
async function nextRowFile(dataDir: string): Promise<void> {
  const before = new Set(listRowFiles(dataDir));
  while (listRowFiles(dataDir).every((path) => before.has(path))) await sleep(1);
}

/** Whether the last kill left a file of rows that the checkpoint does not know: they will be delivered once more. */
export async function isAheadOfCheckpoint(dataDir: string): Promise<boolean> {
  const checkpoint = await modifiedAt(toCheckpointPath(dataDir));
  const files = await Promise.all(listRowFiles(dataDir).map(modifiedAt));
  return files.some((ms) => ms > checkpoint);
}

function listRowFiles(dataDir: string): string[] {
  const folder = join(dataDir, "rows");
  try {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return names.filter((name) => name.endsWith(".parquet")).map((name) => join(folder, name));
  } catch {
    return []; // nothing was delivered yet
  }
}

async function modifiedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

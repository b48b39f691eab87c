import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "./write-durably.ts";

/** How far one shard is delivered: all up to and including this record is in files. */
export interface ShardPosition {
  sequenceNumber: string;
  /** Where the shard itself starts. Another start is another shard of the same name: the stream was made anew. */
  shardStart: string;
}

/** How far each shard is delivered, by shard id. A shard without a position is read from its oldest record. */
export type Positions = Readonly<Record<string, ShardPosition>>;

/** The checkpoint's file. */
export function toCheckpointPath(dataDir: string): string {
  return join(dataDir, "checkpoint.json");
}

/**
 * Reads the positions of a stream. One that cannot be read counts as none, with a warning: reading everything again
 * makes copies, which are harmless; skipping would be loss.
 */
export async function readCheckpoint(
  dataDir: string,
  streamName: string,
  log: (message: string) => void,
): Promise<Positions> {
  const path = toCheckpointPath(dataDir);
  const startOver = (why: string) => {
    log(`${path} ${why}: reading the stream from its oldest record; rows may come twice, events do not`);
    return {};
  };
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? {} : startOver(`cannot be read (${message})`);
  }
  const checkpoint = parseCheckpoint(text);
  if (checkpoint === null) return startOver("is damaged");
  if (checkpoint.streamName !== streamName) return startOver(`is about the stream ${checkpoint.streamName}`);
  return checkpoint.shards;
}

/** Puts the positions on the disk. */
export async function writeCheckpoint(dataDir: string, streamName: string, shards: Positions): Promise<void> {
  const text = `${JSON.stringify({ streamName, shards }, null, 2)}\n`;
  await writeDurably(toCheckpointPath(dataDir), (unfinished) => writeFile(unfinished, text));
}

/** Null where the text is no checkpoint. */
function parseCheckpoint(text: string): { streamName: string; shards: Positions } | null {
  try {
    const { streamName, shards } = JSON.parse(text);
    const whole = typeof streamName === "string" && Object.values(shards).every(isPosition);
    return whole ? { streamName, shards } : null;
  } catch {
    return null;
  }
}

function isPosition(value: unknown): value is ShardPosition {
  const { sequenceNumber, shardStart } = (value ?? {}) as Partial<ShardPosition>;
  return /^\d+$/.test(String(sequenceNumber)) && /^\d+$/.test(String(shardStart));
}

// A small durable stream: shards of records on disk. It knows nothing of HTTP; see wire.ts for that.

import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { appendRecords, type NewRecord, type Placed } from "./append-records.ts";
import { syncFolder } from "./disk.ts";
import { lockFolder } from "./lock.ts";
import type { LogStats, Trimmed } from "./log.ts";
import type { Damage } from "./log-state.ts";
import { readSequenceNumber } from "./sequence-number.ts";
import { openShards, type Shard } from "./shard.ts";
import { openStreamFile } from "./stream-file.ts";

export interface StreamOptions {
  /** The folder that holds the stream; made where there is none. One process may have it open. */
  dir: string;
  name: string;
  /** How many shards a new stream gets. A stream that is there keeps its own number. Default 1. */
  shards?: number;
  /** Age below which nothing is trimmed, in milliseconds. Default 24 hours, as Kinesis. */
  retentionMs?: number;
  /** Size at which a segment is left for a new one, in bytes. Default 64 MiB. Only whole segments are trimmed. */
  segmentBytes?: number;
  /** Milliseconds since 1970. Default: the system's clock. */
  now?: () => number;
  /** Told of records that turned out to be damaged on the disk. Default: they are counted in `stats` only. */
  onDamage?: (damage: Damage & { shardId: string }) => void;
}

export interface Stream {
  name: string;
  /** In milliseconds since 1970. */
  createdAt: number;
  retentionMs: number;
  /** See `encodeFrame`. */
  salt: number;
  shards: readonly Shard[];
  now(): number;
  /** Stores records; settles after they are durable, answering in the order given. What fails is said, not thrown. */
  put(records: readonly NewRecord[]): Promise<Placed[]>;
  /**
   * Removes segments that are both older than the retention and read.
   *
   * @param checkpoints by shard id: the sequence number up to which the consumer has everything safe. A shard
   *   without one keeps everything.
   * @throws where a checkpoint is no sequence number of that shard of this stream
   */
  trim(checkpoints: Readonly<Record<string, string>>): Promise<Trimmed>;
  /** By shard id. */
  stats(): Record<string, LogStats>;
  /** Lets the appends under way end, then closes the files and leaves the folder to others. */
  stop(): Promise<void>;
}

/**
 * Opens the stream in a folder. What a crash tore is cut off; everything that was ever answered is there.
 *
 * @throws where another process has the folder open, or it holds a stream of another name
 * @example
 * const stream = await openStream({ dir: ".riacho/stream", name: "riacho" });
 * await stream.put([{ partitionKey: "a", data: Buffer.from("hello") }]);
 * await stream.stop();
 */
export async function openStream(options: StreamOptions): Promise<Stream> {
  await mkdir(options.dir, { recursive: true });
  const release = await lockFolder(options.dir);
  try {
    return await openLocked(options, release);
  } catch (error) {
    await release();
    throw error;
  }
}

async function openLocked(options: StreamOptions, release: () => Promise<void>): Promise<Stream> {
  const { dir, name, now: clock = Date.now, onDamage = () => {} } = options;
  const { segmentBytes = 64 * 1024 * 1024, retentionMs = 24 * 60 * 60 * 1000 } = options;
  const now = () => Math.floor(clock()); // frames and sequence numbers hold whole milliseconds

  const file = await openStreamFile(dir, { name, shards: options.shards ?? 1, createdAt: now() });
  const { createdAt, salt } = file;
  const shards = await openShards(dir, file, { segmentBytes, onDamage });
  // Else a power loss could take the shards' folders, and all that was made durable in them.
  await syncFolder(dir);
  await syncFolder(dirname(resolve(dir)));

  return {
    name,
    createdAt,
    retentionMs,
    salt,
    shards,
    now,
    put: (records) => appendRecords(shards, records, { createdAt, arrivedAt: now() }),
    async trim(checkpoints) {
      return trimShards(shards, readCheckpoints(shards, createdAt, checkpoints), now() - retentionMs);
    },
    stats: () => Object.fromEntries(shards.map(({ id, log }) => [id, log.stats()])),
    async stop() {
      await Promise.all(shards.map(({ log }) => log.stop()));
      await release();
    },
  };
}

/** The checkpoints' ordinals; all are read before anything is removed. */
function readCheckpoints(
  shards: readonly Shard[],
  createdAt: number,
  checkpoints: Readonly<Record<string, string>>,
): Map<Shard, number> {
  const ordinals = new Map<Shard, number>();
  for (const [id, text] of Object.entries(checkpoints)) {
    const shard = shards.find((one) => one.id === id);
    const place = readSequenceNumber(text);
    if (!shard || place?.createdAt !== createdAt || place.shard !== shard.index) {
      throw new Error(`expected a sequence number of ${id} of this stream, got "${text}"`);
    }
    ordinals.set(shard, place.ordinal);
  }
  return ordinals;
}

async function trimShards(
  shards: readonly Shard[],
  read: Map<Shard, number>,
  before: number,
): Promise<Trimmed> {
  const trimmed = { segments: 0, bytes: 0 };
  for (const shard of shards) {
    const { segments, bytes } = await shard.log.trim(read.get(shard) ?? 0, before);
    trimmed.segments += segments;
    trimmed.bytes += bytes;
  }
  return trimmed;
}

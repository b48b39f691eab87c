// A stream's shards: each a range of hash keys and a log in a folder of its own.

import { join } from "node:path";
import { openDisk } from "./disk.ts";
import { type HashRange, toHashKey, toHashRanges } from "./hash-range.ts";
import { type Log, openLog } from "./log.ts";
import type { Damage } from "./log-state.ts";
import type { StreamFile } from "./stream-file.ts";

export interface Shard {
  /** As Kinesis writes it. */
  id: string;
  index: number;
  hashRange: HashRange;
  log: Log;
}

/** What decides on the shard of a record. */
export interface RecordKeys {
  partitionKey: string;
  /** 0 to 2^128 - 1. Takes the place of the partition key's hash. */
  explicitHashKey?: bigint | undefined;
}

export interface ShardOptions {
  segmentBytes: number;
  onDamage: (damage: Damage & { shardId: string }) => void;
}

/** Opens every shard of a stream, making those that are not there. */
export async function openShards(dir: string, file: StreamFile, options: ShardOptions): Promise<Shard[]> {
  const shards: Shard[] = [];
  for (const [index, hashRange] of toHashRanges(file.shards).entries()) {
    const id = `shardId-${String(index).padStart(12, "0")}`;
    const log = await openLog(await openDisk(join(dir, id)), {
      salt: file.salt,
      segmentBytes: options.segmentBytes,
      onDamage: (damage) => options.onDamage({ ...damage, shardId: id }),
    });
    shards.push({ id, index, hashRange, log });
  }
  return shards;
}

/** The shard that a record belongs to. */
export function shardOf(shards: readonly Shard[], { partitionKey, explicitHashKey }: RecordKeys): Shard {
  const hashKey = explicitHashKey ?? toHashKey(partitionKey);
  const shard = shards.find(({ hashRange }) => hashKey <= hashRange.end);
  if (!shard) throw new RangeError(`expected a hash key up to 2^128 - 1, got ${hashKey}`);
  return shard;
}

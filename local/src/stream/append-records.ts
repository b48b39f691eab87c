// Stores records in their shards, all shards at once, and says of each where it is.

import { toSequenceNumber } from "./sequence-number.ts";
import { type RecordKeys, type Shard, shardOf } from "./shard.ts";

/** A record to be stored. */
export interface NewRecord extends RecordKeys {
  data: Uint8Array;
}

/** Where a record is stored, or why it is not. */
export type Placed =
  | { status: "stored"; shardId: string; sequenceNumber: string }
  | { status: "failed"; shardId: string; cause: unknown };

/** Where a record's answer belongs, beside the record. */
interface Positioned {
  position: number;
  record: NewRecord;
}

/** Settles after the records are durable, answering in the order given. What fails is said, not thrown. */
export async function appendRecords(
  shards: readonly Shard[],
  records: readonly NewRecord[],
  { createdAt, arrivedAt }: { createdAt: number; arrivedAt: number },
): Promise<Placed[]> {
  const placed: Placed[] = [];
  const appendTo = async ({ id: shardId, index: shard, log }: Shard, entries: Positioned[]) => {
    try {
      const ordinals = await log.append(entries.map(({ record }) => ({ ...record, arrivedAt })));
      for (const [n, { position }] of entries.entries()) {
        const sequenceNumber = toSequenceNumber({ createdAt, shard, ordinal: ordinals[n] as number });
        placed[position] = { status: "stored", shardId, sequenceNumber };
      }
    } catch (cause) {
      for (const { position } of entries) placed[position] = { status: "failed", shardId, cause };
    }
  };
  const byShard = groupByShard(shards, records);
  await Promise.all([...byShard].map(([shard, entries]) => appendTo(shard, entries)));
  return placed;
}

function groupByShard(shards: readonly Shard[], records: readonly NewRecord[]): Map<Shard, Positioned[]> {
  const groups = new Map<Shard, Positioned[]>();
  for (const [position, record] of records.entries()) {
    const shard = shardOf(shards, record);
    const group = groups.get(shard) ?? [];
    groups.set(shard, group);
    group.push({ position, record });
  }
  return groups;
}

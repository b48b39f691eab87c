import type { Row } from "@riacho/contract/columns";
import type { ShardPosition } from "./checkpoint.ts";
import type { ReadRows } from "./read-rows.ts";
import type { StreamRecord, UndeliverableRecord } from "./stream-record.ts";

/** What was read since the last file and goes to the next one. */
export interface Gathered {
  readonly rows: Row[];
  readonly undeliverable: UndeliverableRecord[];
  /** Arrival of the oldest record that has rows, in milliseconds since 1970; Infinity while there is none. */
  oldestArrivedAt: number;
  /** Sum of the records' sizes. */
  bytes: number;
  /** The last record gathered of each shard: where the checkpoint stands once all of this is in files. */
  readonly positions: Map<string, ShardPosition>;
}

export function createGathered(): Gathered {
  return {
    rows: [],
    undeliverable: [],
    oldestArrivedAt: Number.POSITIVE_INFINITY,
    bytes: 0,
    positions: new Map(),
  };
}

/** Adds one record with what was read of it. Every record moves its shard's position, deliverable or not. */
export function gather(gathered: Gathered, record: StreamRecord, shardStart: string, read: ReadRows): void {
  if (read.ok) {
    for (const row of read.rows) gathered.rows.push(row);
    gathered.oldestArrivedAt = Math.min(gathered.oldestArrivedAt, record.arrivedAt);
  } else {
    gathered.undeliverable.push({ ...record, reason: read.reason });
  }
  gathered.bytes += record.data.byteLength;
  gathered.positions.set(record.shardId, { sequenceNumber: record.sequenceNumber, shardStart });
}

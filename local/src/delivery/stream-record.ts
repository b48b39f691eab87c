/** One record as the stream gave it. */
export interface StreamRecord {
  shardId: string;
  /** The stream's own number of it: larger is later in the same shard. */
  sequenceNumber: string;
  /** When the stream took it, in milliseconds since 1970. */
  arrivedAt: number;
  data: Uint8Array;
}

/** A record that no row can be made of, and why. */
export interface UndeliverableRecord extends StreamRecord {
  /** What was expected and what came. */
  reason: string;
}

// Which shard a record belongs to: its hash key is the MD5 of its partition key, read as a 128-bit number, and the
// shards share the numbers evenly (Kinesis API reference, PutRecord). Pure.

import { hash } from "node:crypto";

export interface HashRange {
  start: bigint;
  /** Inclusive. */
  end: bigint;
}

/** The largest hash key. */
export const hashKeyMax = 2n ** 128n - 1n;

export function toHashKey(partitionKey: string): bigint {
  return BigInt(`0x${hash("md5", partitionKey, "hex")}`);
}

/** Even ranges for so many shards; the last one takes what does not divide. */
export function toHashRanges(count: number): HashRange[] {
  const size = (hashKeyMax + 1n) / BigInt(count);
  return Array.from({ length: count }, (_, i) => ({
    start: size * BigInt(i),
    end: i === count - 1 ? hashKeyMax : size * BigInt(i + 1) - 1n,
  }));
}

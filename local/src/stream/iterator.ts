// Shard iterators: opaque texts that say where to read on and when they were given. Pure.

import { crc32 } from "node:zlib";

export interface ShardIterator {
  /** When the stream was made, in milliseconds since 1970: an iterator of a deleted stream is no iterator of ours. */
  createdAt: number;
  shard: number;
  /** The first ordinal to read. */
  ordinal: number;
  /** In milliseconds since 1970. */
  givenAt: number;
}

/** An iterator may be used for so long, in milliseconds (Kinesis API reference, GetShardIterator). */
export const iteratorAgeMaxMs = 5 * 60 * 1000;

/** @param salt keeps texts that others make from passing for ours by accident */
export function encodeIterator({ createdAt, shard, ordinal, givenAt }: ShardIterator, salt: number): string {
  const text = [createdAt, shard, ordinal, givenAt].join("/");
  return Buffer.from(`${text}/${crc32(text, salt)}`).toString("base64");
}

/** The iterator that a text says, or null where it is none of ours. */
export function readIterator(encoded: string, salt: number): ShardIterator | null {
  const whole = Buffer.from(encoded, "base64").toString("latin1");
  const split = whole.lastIndexOf("/");
  const text = whole.slice(0, split);
  if (!/^\d+(\/\d+){3}$/.test(text) || whole.slice(split + 1) !== String(crc32(text, salt))) return null;
  const [createdAt = 0, shard = 0, ordinal = 0, givenAt = 0] = text.split("/").map(Number);
  return { createdAt, shard, ordinal, givenAt };
}

export function isExpired({ givenAt }: ShardIterator, now: number): boolean {
  return now - givenAt > iteratorAgeMaxMs;
}

// The documented limits of Kinesis Data Streams (developer guide, Quotas and limits; API reference), as sizes and as
// the judgements that need more than one member. Those of single members are in shapes.ts. Pure.

import { type Answer, refuse } from "./answer.ts";

const mebibyte = 1024 * 1024;

/** Most records in one PutRecords call. */
export const putRecordsMax = 500;

/** Largest PutRecords call, in bytes of data and partition keys. Newer streams may take 10 MiB; no caller of ours may
 *  come to rely on that. */
export const putBytesMax = 5 * mebibyte;

/** Largest record, in bytes of data and partition key: what a stream takes unless its MaxRecordSize was raised. */
export const recordBytesMax = mebibyte;

/** Longest partition key, in characters. */
export const partitionKeyLengthMax = 256;

/** Most records of one GetRecords answer. */
export const getRecordsMax = 10_000;

/** Largest GetRecords answer, in bytes of data and partition keys. */
export const getBytesMax = 10 * mebibyte;

/** Largest request body, in bytes: the largest call in base64, and room for its JSON. */
export const bodyBytesMax = 7 * mebibyte;

export interface SizedRecord {
  PartitionKey: string;
  Data: Uint8Array;
}

/** What the documented limits count of a record: data before base64, and partition key. */
export function sizeOf({ PartitionKey, Data }: SizedRecord): number {
  return Data.byteLength + Buffer.byteLength(PartitionKey);
}

/** Why records are too large for one call, or null. */
export function refuseSizes(records: readonly SizedRecord[]): Answer | null {
  const sizes = records.map(sizeOf);
  const largest = Math.max(...sizes);
  if (largest > recordBytesMax) {
    const what = "data and partition key of a record";
    return refuse(
      "InvalidArgumentException",
      `${what}: expected at most ${recordBytesMax} bytes, got ${largest}`,
    );
  }
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (sum <= putBytesMax) return null;
  return refuse("InvalidArgumentException", `Records: expected at most ${putBytesMax} bytes, got ${sum}`);
}

// PutRecord and PutRecords: answered only after the records are durable.

import { type Answer, refuse, toAnswer } from "./answer.ts";
import type { NewRecord } from "./append-records.ts";
import { hashKeyMax } from "./hash-range.ts";
import { refuseSizes, type SizedRecord, sizeOf } from "./limits.ts";
import { type OperationContext, refuseStream, type StreamNames, toRateMessage } from "./operation.ts";
import { shardOf } from "./shard.ts";

export interface PutEntry extends SizedRecord {
  ExplicitHashKey?: string;
}

type ResultEntry = { ShardId: string; SequenceNumber: string } | { ErrorCode: string; ErrorMessage: string };

export async function putRecord(context: OperationContext, input: StreamNames & PutEntry): Promise<Answer> {
  const refusal = refusePut(context, input, [input]);
  if (refusal) return refusal;
  const [result] = await putEntries(context, [input]);
  if (result && "SequenceNumber" in result) return toAnswer({ ...result, EncryptionType: "NONE" });
  if (result?.ErrorCode === throttled) return refuse(throttled, result.ErrorMessage);
  return refuse("InternalFailure", "The request processing has failed.", 500);
}

export async function putRecords(
  context: OperationContext,
  input: StreamNames & { Records: PutEntry[] },
): Promise<Answer> {
  const refusal = refusePut(context, input, input.Records);
  if (refusal) return refusal;
  const results = await putEntries(context, input.Records);
  const failed = results.filter((result) => "ErrorCode" in result).length;
  return toAnswer({ FailedRecordCount: failed, Records: results, EncryptionType: "NONE" });
}

const throttled = "ProvisionedThroughputExceededException";

function refusePut({ stream }: OperationContext, names: StreamNames, entries: PutEntry[]): Answer | null {
  const beyond = entries.find(({ ExplicitHashKey: key }) => key !== undefined && BigInt(key) > hashKeyMax);
  if (beyond) {
    const range = "ExplicitHashKey must be in the range: [0, 2^128-1]";
    return refuse(
      "InvalidArgumentException",
      `Invalid ExplicitHashKey. ${range}. Specified value was ${beyond.ExplicitHashKey}`,
    );
  }
  return refuseStream(stream, names) ?? refuseSizes(entries);
}

/** Results in the order of the entries; each entry fails or is stored alone. */
async function putEntries(context: OperationContext, entries: PutEntry[]): Promise<ResultEntry[]> {
  const { stream } = context;
  const results: ResultEntry[] = [];
  const admitted: { position: number; record: NewRecord }[] = [];
  for (const [position, entry] of entries.entries()) {
    const record = toNewRecord(entry);
    const shard = shardOf(stream.shards, record);
    if (context.isWriteThrottled(shard, sizeOf(entry)))
      results[position] = toFailure(throttled, toRateMessage(stream, shard));
    else admitted.push({ position, record });
  }
  const placed = await stream.put(admitted.map(({ record }) => record));
  for (const [n, result] of placed.entries()) {
    const position = admitted[n]?.position as number;
    if (result.status === "stored") {
      results[position] = { ShardId: result.shardId, SequenceNumber: result.sequenceNumber };
    } else {
      context.onError(result.cause);
      results[position] = toFailure("InternalFailure", "Internal service failure.");
    }
  }
  return results;
}

function toFailure(ErrorCode: string, ErrorMessage: string): ResultEntry {
  return { ErrorCode, ErrorMessage };
}

function toNewRecord({ PartitionKey, ExplicitHashKey, Data }: PutEntry): NewRecord {
  return {
    partitionKey: PartitionKey,
    explicitHashKey: ExplicitHashKey === undefined ? undefined : BigInt(ExplicitHashKey),
    data: Data,
  };
}

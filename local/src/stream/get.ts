// GetShardIterator and GetRecords.

import { type Answer, refuse, toAnswer } from "./answer.ts";
import { encodeIterator, isExpired, iteratorAgeMaxMs, readIterator } from "./iterator.ts";
import { getBytesMax, getRecordsMax } from "./limits.ts";
import { account, type OperationContext, refuseRate, refuseStream } from "./operation.ts";
import { readSequenceNumber, toSequenceNumber } from "./sequence-number.ts";
import type { Input, shapes } from "./shapes.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

type GetShardIteratorInput = Input<typeof shapes.GetShardIterator>;

export async function getShardIterator(
  { stream }: OperationContext,
  input: GetShardIteratorInput,
): Promise<Answer> {
  const refusal = refuseStream(stream, input);
  if (refusal) return refusal;
  const shard = stream.shards.find(({ id }) => id === input.ShardId);
  if (!shard) {
    const message = `Shard ${input.ShardId} in stream ${stream.name} under account ${account} does not exist`;
    return refuse("ResourceNotFoundException", message);
  }
  const ordinal = await findStart(stream, shard, input);
  return typeof ordinal === "number"
    ? toAnswer({ ShardIterator: giveIterator(stream, shard, ordinal) })
    : ordinal;
}

/** The first ordinal to read, or why there is none. */
async function findStart(
  stream: Stream,
  shard: Shard,
  input: GetShardIteratorInput,
): Promise<number | Answer> {
  switch (input.ShardIteratorType) {
    case "TRIM_HORIZON":
      return refuseNumber(input) ?? shard.log.first();
    case "LATEST":
      return refuseNumber(input) ?? shard.log.next();
    case "AT_TIMESTAMP":
      return findTime(stream, shard, input.Timestamp);
    case "AT_SEQUENCE_NUMBER":
      return findNumber(stream, shard, input, 0);
    case "AFTER_SEQUENCE_NUMBER":
      return findNumber(stream, shard, input, 1);
  }
}

function refuseNumber({ ShardIteratorType, StartingSequenceNumber }: GetShardIteratorInput): Answer | null {
  if (StartingSequenceNumber === undefined) return null;
  return refuse(
    "InvalidArgumentException",
    `expected no StartingSequenceNumber with ${ShardIteratorType}, got one`,
  );
}

async function findTime(stream: Stream, shard: Shard, seconds: number | undefined): Promise<number | Answer> {
  if (seconds === undefined) {
    return refuse("InvalidArgumentException", "expected a Timestamp with AT_TIMESTAMP, got none");
  }
  const ms = seconds * 1000;
  const now = stream.now();
  if (ms > now) {
    const message = `expected a Timestamp that is not in the future, got ${ms} at ${now}`;
    return refuse("InvalidArgumentException", message);
  }
  return shard.log.findArrival(ms);
}

function findNumber(
  stream: Stream,
  shard: Shard,
  { ShardIteratorType, StartingSequenceNumber: text }: GetShardIteratorInput,
  offset: 0 | 1,
): number | Answer {
  if (text === undefined) {
    const message = `expected a StartingSequenceNumber with ${ShardIteratorType}, got none`;
    return refuse("InvalidArgumentException", message);
  }
  const place = readSequenceNumber(text);
  const isOurs = place?.createdAt === stream.createdAt && place.shard === shard.index;
  if (place && isOurs && place.ordinal < shard.log.next()) return place.ordinal + offset;
  return refuse(
    "InvalidArgumentException",
    `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shard.id} in stream ${stream.name} under account ${account} is invalid because it did not come from this stream.`,
  );
}

function giveIterator({ createdAt, salt, now }: Stream, shard: Shard, ordinal: number): string {
  return encodeIterator({ createdAt, shard: shard.index, ordinal, givenAt: now() }, salt);
}

export async function getRecords(
  context: OperationContext,
  { ShardIterator, Limit }: Input<typeof shapes.GetRecords>,
): Promise<Answer> {
  const { stream } = context;
  const from = readIterator(ShardIterator, stream.salt);
  const shard = from?.createdAt === stream.createdAt ? stream.shards[from.shard] : undefined;
  if (!from || !shard) return refuse("InvalidArgumentException", "Invalid ShardIterator.");
  if (isExpired(from, stream.now())) {
    const given = new Date(from.givenAt).toISOString();
    const message = `Iterator expired. It was given at ${given} and is good for ${iteratorAgeMaxMs} milliseconds.`;
    return refuse("ExpiredIteratorException", message);
  }
  if (context.isReadThrottled(shard)) return refuseRate(stream, shard);

  const limits = { records: Limit ?? getRecordsMax, bytes: getBytesMax };
  const { frames, next } = await shard.log.read(from.ordinal, limits);
  return toAnswer({
    MillisBehindLatest: toMsBehind(frames.at(-1)?.arrivedAt, next >= shard.log.next(), stream.now()),
    NextShardIterator: giveIterator(stream, shard, next),
    Records: frames.map(({ ordinal, arrivedAt, partitionKey, data }) => ({
      ApproximateArrivalTimestamp: arrivedAt / 1000,
      Data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64"),
      EncryptionType: "NONE",
      PartitionKey: partitionKey,
      SequenceNumber: toSequenceNumber({
        createdAt: stream.createdAt,
        shard: shard.index,
        ordinal,
      }),
    })),
  });
}

/** Zero means "nothing left to read" and must not be said by a clock that was set back. */
function toMsBehind(lastArrivedAt: number | undefined, isAtEnd: boolean, now: number): number {
  return isAtEnd ? 0 : Math.max(1, now - (lastArrivedAt ?? now));
}

// CreateStream, DescribeStream, DescribeStreamSummary, ListShards, ListStreams.

import { type Answer, refuse, toAnswer } from "./answer.ts";
import { account, type OperationContext, refuseStream, type StreamNames, toArn } from "./operation.ts";
import { toSequenceNumber } from "./sequence-number.ts";
import type { Input, shapes } from "./shapes.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** A server has the one stream it was given: nothing is made here, and asking for that one is answered as ever. */
export async function createStream(
  { stream }: OperationContext,
  { StreamName }: Input<typeof shapes.CreateStream>,
): Promise<Answer> {
  if (StreamName === stream.name) {
    const message = `Stream ${StreamName} under account ${account} already exists.`;
    return refuse("ResourceInUseException", message);
  }
  return refuse("LimitExceededException", `expected the only stream, "${stream.name}", got "${StreamName}"`);
}

export async function describeStream(
  { stream }: OperationContext,
  input: Input<typeof shapes.DescribeStream>,
): Promise<Answer> {
  const refusal = refuseStream(stream, input);
  if (refusal) return refusal;
  const { shown, hasMore } = pageOf(stream, input.ExclusiveStartShardId, input.Limit ?? 100);
  return toAnswer({
    StreamDescription: {
      ...describe(stream),
      HasMoreShards: hasMore,
      Shards: shown.map((shard) => describeShard(stream, shard)),
    },
  });
}

export async function describeStreamSummary(
  { stream }: OperationContext,
  input: StreamNames,
): Promise<Answer> {
  const summary = { ...describe(stream), OpenShardCount: stream.shards.length, ConsumerCount: 0 };
  return refuseStream(stream, input) ?? toAnswer({ StreamDescriptionSummary: summary });
}

export async function listShards(
  { stream }: OperationContext,
  { NextToken, ...input }: Input<typeof shapes.ListShards>,
): Promise<Answer> {
  const isNamed = input.StreamName !== undefined || input.StreamARN !== undefined;
  if (NextToken !== undefined && isNamed) {
    return refuse("InvalidArgumentException", "NextToken and StreamName cannot be provided together.");
  }
  // A token is the id of the last shard shown: there is only one stream that it can be about.
  const refusal = NextToken === undefined ? refuseStream(stream, input) : null;
  if (refusal) return refusal;
  const { shown, hasMore } = pageOf(
    stream,
    NextToken ?? input.ExclusiveStartShardId,
    input.MaxResults ?? 1_000,
  );
  return toAnswer({
    Shards: shown.map((shard) => describeShard(stream, shard)),
    ...(hasMore ? { NextToken: shown.at(-1)?.id } : {}),
  });
}

export async function listStreams(
  { stream }: OperationContext,
  { ExclusiveStartStreamName: after }: Input<typeof shapes.ListStreams>,
): Promise<Answer> {
  const isShown = after === undefined || stream.name > after;
  return toAnswer({ StreamNames: isShown ? [stream.name] : [], HasMoreStreams: false });
}

function pageOf({ shards }: Stream, after: string | undefined, count: number) {
  const rest = shards.filter(({ id }) => after === undefined || id > after);
  return { shown: rest.slice(0, count), hasMore: rest.length > count };
}

function describe({ name, createdAt, retentionMs }: Stream) {
  return {
    EncryptionType: "NONE",
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    RetentionPeriodHours: Math.ceil(retentionMs / 3_600_000),
    StreamARN: toArn(name),
    StreamCreationTimestamp: createdAt / 1000,
    StreamModeDetails: { StreamMode: "PROVISIONED" },
    StreamName: name,
    StreamStatus: "ACTIVE",
  };
}

function describeShard({ createdAt }: Stream, { id, index, hashRange }: Shard) {
  return {
    ShardId: id,
    HashKeyRange: {
      StartingHashKey: hashRange.start.toString(),
      EndingHashKey: hashRange.end.toString(),
    },
    SequenceNumberRange: {
      StartingSequenceNumber: toSequenceNumber({ createdAt, shard: index, ordinal: 0 }),
    },
  };
}

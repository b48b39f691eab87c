import { setTimeout as sleep } from "node:timers/promises";
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type Shard,
} from "@aws-sdk/client-kinesis";
import { nextDelayMs } from "./backoff.ts";
import type { Positions } from "./checkpoint.ts";
import type { StreamRecord } from "./stream-record.ts";

export interface ReadStreamOptions {
  client: KinesisClient;
  streamName: string;
  /** Where to go on. A shard without a position is read from its oldest record. */
  positions: Positions;
  /** Least time between two reads of a shard, in milliseconds. Kinesis allows five reads a second and shard. */
  pollMs: number;
  /** The clock, for records whose arrival the stream does not tell. */
  now: () => number;
  /** Called with each shard's records in order, never empty. The shard waits for the promise. Must not fail. */
  onRecords(records: StreamRecord[], shardStart: string): Promise<void>;
  log(message: string): void;
}

/** How often to look for new shards, in milliseconds. */
const listMs = 5_000;

/**
 * Reads all shards of a stream, also those that come later, until the signal. Errors are logged and tried again for
 * ever, from the last record that was handed over: a record may come twice, none is skipped.
 *
 * @returns kept when nothing more will be handed over
 */
export async function readStream(options: ReadStreamOptions, signal: AbortSignal): Promise<void> {
  const { client, streamName, log } = options;
  const shards = new Map<string, Promise<void>>();
  let failures = 0;
  while (!signal.aborted) {
    try {
      for (const shard of await listShards(client, streamName, signal)) {
        const id = shard.ShardId as string;
        if (!shards.has(id)) shards.set(id, readShard(options, shard, signal));
      }
      failures = 0;
    } catch (error) {
      failures++;
      if (failures === 1 && !signal.aborted) log(toMessage(error, `list the shards of ${streamName}`));
    }
    await pause(failures > 0 ? nextDelayMs(failures) : listMs, signal);
  }
  await Promise.all(shards.values());
}

async function listShards(client: KinesisClient, streamName: string, signal: AbortSignal): Promise<Shard[]> {
  const shards: Shard[] = [];
  let next: string | undefined;
  do {
    // The stream's name and a token exclude each other (Kinesis API, ListShards).
    const command = new ListShardsCommand(next ? { NextToken: next } : { StreamName: streamName });
    const answer = await client.send(command, { abortSignal: signal });
    shards.push(...(answer.Shards ?? []));
    next = answer.NextToken;
  } while (next);
  return shards;
}

/** Ends when the shard is closed and read to its end, or when stopped. */
async function readShard(options: ReadStreamOptions, shard: Shard, signal: AbortSignal): Promise<void> {
  const { client, streamName, pollMs, now, onRecords, log } = options;
  const shardId = shard.ShardId as string;
  const shardStart = shard.SequenceNumberRange?.StartingSequenceNumber ?? "0";
  const position = options.positions[shardId];
  /** The last record handed over. */
  let after: string | undefined;
  if (position?.shardStart === shardStart) after = position.sequenceNumber;
  else if (position) log(`${shardId} of ${streamName} was made anew: reading it from its oldest record`);

  /** Undefined until the first read and after each failure: an iterator may have expired. */
  let iterator: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = performance.now();
    try {
      iterator ??= await readIterator(options, shardId, after, signal);
      const answer = await client.send(new GetRecordsCommand({ ShardIterator: iterator }), {
        abortSignal: signal,
      });
      const records = (answer.Records ?? []).map(
        (record): StreamRecord => ({
          shardId,
          sequenceNumber: record.SequenceNumber as string,
          arrivedAt: record.ApproximateArrivalTimestamp?.getTime() ?? now(),
          data: record.Data ?? new Uint8Array(),
        }),
      );
      if (records.length > 0) await onRecords(records, shardStart);
      after = records.at(-1)?.sequenceNumber ?? after;
      failures = 0;
      iterator = answer.NextShardIterator;
      if (!iterator) return;
    } catch (error) {
      if (signal.aborted) return;
      failures++;
      iterator = undefined;
      if (failures === 1) log(toMessage(error, `read ${shardId} of ${streamName}`));
    }
    const pollLeftMs = pollMs - (performance.now() - startedAt);
    await pause(failures > 0 ? nextDelayMs(failures) : pollLeftMs, signal);
  }
}

async function readIterator(
  { client, streamName, log }: ReadStreamOptions,
  shardId: string,
  after: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const shard = { StreamName: streamName, ShardId: shardId };
  if (after !== undefined) {
    try {
      const command = new GetShardIteratorCommand({
        ...shard,
        ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
        StartingSequenceNumber: after,
      });
      return (await client.send(command, { abortSignal: signal })).ShardIterator;
    } catch (error) {
      if ((error as Error).name !== "InvalidArgumentException") throw error;
      log(`${shardId} of ${streamName} does not know record ${after}: reading it from its oldest record`);
    }
  }
  const command = new GetShardIteratorCommand({ ...shard, ShardIteratorType: "TRIM_HORIZON" });
  return (await client.send(command, { abortSignal: signal })).ShardIterator;
}

function toMessage(error: unknown, what: string): string {
  const { name, message } = error as Error;
  return `cannot ${what}, trying on: ${name}: ${message}`;
}

/** Waits, at least for other work to run, or until stopped. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(ms, 0), undefined, { signal }).catch(() => {});
}

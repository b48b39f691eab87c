// What a real Kinesis does now and then and an emulator does not: a client that answers as told.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type KinesisClient,
} from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { readStream } from "../src/delivery/read-stream.ts";
import { startDelivery } from "../src/delivery/start-delivery.ts";
import type { StreamRecord } from "../src/delivery/stream-record.ts";
import { openWarehouse } from "../src/warehouse/open-warehouse.ts";
import { toRecord, until } from "./delivery-stream.ts";

/** One shard. Each read takes the next answer; after the last one reads are empty. */
function createToldClient(answers: (Partial<GetRecordsCommandOutput> | Error)[], iteratorError?: Error) {
  const iterators: string[] = [];
  let error = iteratorError;
  const client = {
    async send(command: { input: object }) {
      if (command instanceof GetShardIteratorCommand) {
        const { ShardIteratorType, StartingSequenceNumber } = command.input;
        iterators.push(`${ShardIteratorType} ${StartingSequenceNumber ?? ""}`.trim());
        if (error) {
          const thrown = error;
          error = undefined;
          throw thrown;
        }
        return { ShardIterator: "i" };
      }
      if (command instanceof GetRecordsCommand) {
        const answer = answers.shift() ?? {};
        if (answer instanceof Error) throw answer;
        return { NextShardIterator: "i", ...answer };
      }
      return { Shards: [{ ShardId: "s0", SequenceNumberRange: { StartingSequenceNumber: "1" } }] };
    },
  };
  return { client: client as unknown as KinesisClient, iterators };
}

function toAnswer(sequenceNumber: string, arrivedAt: string, ...rows: object[]) {
  const record = {
    SequenceNumber: sequenceNumber,
    ApproximateArrivalTimestamp: new Date(arrivedAt),
    Data: Buffer.from(toRecord(...rows)),
    PartitionKey: "k",
  };
  return { Records: [record] };
}

function named(name: string): Error {
  return Object.assign(new Error("told to fail"), { name });
}

async function readAll(client: KinesisClient, after?: string) {
  const read: StreamRecord[] = [];
  const logged: string[] = [];
  const stopping = new AbortController();
  const reading = readStream(
    {
      client,
      streamName: "events",
      positions: after ? { s0: { sequenceNumber: after, shardStart: "1" } } : {},
      pollMs: 1,
      now: () => 0,
      onRecords: async (records) => void read.push(...records),
      log: (message) => logged.push(message),
    },
    stopping.signal,
  );
  return {
    read,
    logged,
    async stop() {
      stopping.abort();
      await reading;
    },
  };
}

const arrival = "2026-01-01T23:59:59.900Z";

test.each(["ExpiredIteratorException", "ProvisionedThroughputExceededException", "TimeoutError"])(
  "after %s reading goes on behind the last record handed over",
  async (name) => {
    const { client, iterators } = createToldClient([
      toAnswer("11", arrival, {}),
      named(name),
      toAnswer("12", arrival, {}),
    ]);
    const reading = await readAll(client);
    await until(() => reading.read.length === 2);
    await reading.stop();
    expect(iterators).toEqual(["TRIM_HORIZON", "AFTER_SEQUENCE_NUMBER 11"]);
    expect(reading.logged.join()).toContain(name);
  },
);

test("a checkpoint that the stream does not know is named, and the shard read from its oldest record", async () => {
  const { client, iterators } = createToldClient(
    [toAnswer("5", arrival, {})],
    named("InvalidArgumentException"),
  );
  const reading = await readAll(client, "99");
  await until(() => reading.read.length === 1);
  await reading.stop();
  expect(iterators).toEqual(["AFTER_SEQUENCE_NUMBER 99", "TRIM_HORIZON"]);
  expect(reading.logged.join()).toContain("does not know record 99");
});

test("a closed shard is read to its end and no further", async () => {
  const { client } = createToldClient([
    { ...toAnswer("5", arrival, {}), NextShardIterator: undefined },
    toAnswer("6", arrival, {}),
  ]);
  const reading = await readAll(client);
  await until(() => reading.read.length === 1);
  await new Promise((done) => setTimeout(done, 30));
  await reading.stop();
  expect(reading.read.map(({ sequenceNumber }) => sequenceNumber)).toEqual(["5"]);
});

test("a file straddles midnight: it lies where its oldest record arrived", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "riacho-straddle-"));
  // The younger record is read first, as happens between shards.
  const { client } = createToldClient([
    toAnswer("1", "2026-01-02T00:00:00.100Z", { event_id: "young" }),
    toAnswer("2", "2026-01-01T23:59:59.900Z", { event_id: "old" }),
  ]);
  let read = 0;
  const options = { dataDir, streamName: "events", client, pollMs: 1, flushMs: 60_000 };
  const delivery = await startDelivery({ ...options, onRecords: () => read++, log: () => {} });
  await until(() => read === 2);
  await delivery.stop();

  expect(await readdir(join(dataDir, "rows"))).toEqual(["dt=2026-01-01"]);
  const warehouse = await openWarehouse({ dataDir });
  const { rows } = await warehouse.query("select event_id, dt, hh from rows order by event_id");
  await warehouse.close();
  expect(rows).toEqual([
    ["old", "2026-01-01", "23"],
    ["young", "2026-01-01", "23"],
  ]);
  await rm(dataDir, { recursive: true });
});

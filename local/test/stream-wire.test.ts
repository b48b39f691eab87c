// What only our own stream has: faults to order, rates, a clock that tests may set, and its own address.

import { request } from "node:http";
import { networkInterfaces } from "node:os";
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFaults, nextCallFault } from "../src/stream/faults.ts";
import { encodeIterator, readIterator } from "../src/stream/iterator.ts";
import { createRates } from "../src/stream/rates.ts";
import { readSequenceNumber, toSequenceNumber } from "../src/stream/sequence-number.ts";
import { openStream, type Stream } from "../src/stream/stream.ts";
import { type ServedStream, type ServeOptions, serveStream } from "../src/stream/wire.ts";
import { createClient, streamName, withFolder } from "./stream-servers.ts";

let now = 1_764_000_000_000;
let stream: Stream;
let removeFolder: () => Promise<void>;
let served: ServedStream;
let client: KinesisClient;

beforeEach(async () => {
  const { dir, remove } = await withFolder();
  removeFolder = remove;
  stream = await openStream({ dir, name: streamName, shards: 2, segmentBytes: 1, now: () => now });
});
afterEach(async () => {
  client?.destroy();
  await served?.stop();
  await stream.stop();
  await removeFolder();
});

async function serve(options: ServeOptions = {}) {
  served = await serveStream(stream, options);
  client = createClient(served.url);
}

const record = (text: string) => ({ PartitionKey: "a", Data: Buffer.from(text) });
const put = (count = 1) => {
  const Records = Array.from({ length: count }, (_, i) => record(String(i)));
  return client.send(new PutRecordsCommand({ StreamName: streamName, Records }));
};
const errorName = (call: Promise<unknown>) =>
  call.then(
    () => "none",
    (error) => error.name,
  );

async function countStored(): Promise<number> {
  const everything = { records: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  const reads = await Promise.all(stream.shards.map(({ log }) => log.read(0, everything)));
  return reads.reduce((sum, { frames }) => sum + frames.length, 0);
}

describe("faults to order", () => {
  test("a share of the records is throttled, the others are stored, in the order of the request", async () => {
    const faults = createFaults();
    // The first number is drawn for the call, then one for each record.
    const drawn = [0.9, 0.1, 0.9, 0.1, 0.9];
    await serve({ faults, random: () => drawn.shift() ?? 0.9 });
    faults.throttledRecords = 0.5;
    const { FailedRecordCount, Records = [] } = await put(4);
    expect(FailedRecordCount).toBe(2);
    expect(Records.map(({ ErrorCode }) => ErrorCode)).toEqual([
      "ProvisionedThroughputExceededException",
      undefined,
      "ProvisionedThroughputExceededException",
      undefined,
    ]);
    expect(Records[0]?.SequenceNumber).toBeUndefined();
    expect(await countStored()).toBe(2);
  });

  test("a throttled PutRecord is a 400", async () => {
    await serve({ faults: { ...createFaults(), throttledRecords: 1 } });
    const call = client.send(new PutRecordCommand({ StreamName: streamName, ...record("x") }));
    await expect(call).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test.each([
    ["throttledCalls", "ProvisionedThroughputExceededException", 0],
    ["failedCalls", "InternalFailure", 0],
    ["resetCalls", "TimeoutError", 0], // the client's name for ECONNRESET
    ["lostAnswers", "TimeoutError", 1],
  ] as const)("%s", async (fault, name, stored) => {
    const faults = createFaults();
    await serve({ faults });
    faults[fault] = 1;
    expect(await errorName(put())).toBe(name);
    expect(await countStored()).toBe(stored);
    faults[fault] = 0;
    expect(await errorName(put())).toBe("none");
  });

  test("a stream that is down resets reads too, and comes back", async () => {
    const faults = createFaults();
    await serve({ faults });
    faults.isDown = true;
    const list = () => client.send(new ListShardsCommand({ StreamName: streamName }));
    await expect(list()).rejects.toMatchObject({ code: "ECONNRESET" });
    faults.isDown = false;
    await expect(list()).resolves.toBeDefined();
  });

  test("writes are delayed", async () => {
    await serve({ faults: { ...createFaults(), delayMs: 60 } });
    const before = Date.now();
    await put();
    expect(Date.now() - before).toBeGreaterThanOrEqual(59);
  });

  test("shares exclude each other and leave the rest alone", () => {
    const faults = {
      ...createFaults(),
      resetCalls: 0.1,
      failedCalls: 0.2,
      throttledCalls: 0.3,
      lostAnswers: 0.1,
    };
    const drawn = [0.05, 0.15, 0.35, 0.65, 0.75];
    expect(drawn.map((number) => nextCallFault(faults, true, () => number))).toEqual([
      "reset",
      "fail",
      "throttle",
      "lose_answer",
      "none",
    ]);
    expect(nextCallFault(faults, false, () => 0)).toBe("none");
  });
});

describe("rates", () => {
  test("a shard takes 1,000 records a second, another shard its own", () => {
    const rates = createRates(2);
    const taken = Array.from({ length: 1_500 }, () => rates.write(0, 1, now)).filter(Boolean);
    expect(taken).toHaveLength(1_000);
    expect(rates.write(1, 1, now)).toBe(true);
    expect(rates.write(0, 1, now + 1)).toBe(true);
    expect(rates.write(0, 1, now + 1)).toBe(false);
  });

  test("a shard takes 1 MiB a second, and a record refused for it costs nothing", () => {
    const rates = createRates(1);
    expect(rates.write(0, 1_000_000, now)).toBe(true);
    expect(rates.write(0, 100_000, now)).toBe(false);
    expect(rates.write(0, 40_000, now)).toBe(true);
    expect(rates.write(0, 100_000, now + 1_000)).toBe(true);
  });

  test("are held when switched on: partial failure, and five reads a second", async () => {
    await serve({ hasRateLimits: true });
    const first = await Promise.all([put(500), put(500), put(500)]);
    expect(first.reduce((sum, { FailedRecordCount = 0 }) => sum + FailedRecordCount, 0)).toBe(500);
    const input = { StreamName: streamName, ShardId: "shardId-000000000000" };
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ ...input, ShardIteratorType: "LATEST" }),
    );
    const names = [];
    for (let i = 0; i < 6; i++)
      names.push(await errorName(client.send(new GetRecordsCommand({ ShardIterator }))));
    expect(names).toEqual([...Array(5).fill("none"), "ProvisionedThroughputExceededException"]);
  });

  test("are not held otherwise", async () => {
    await serve();
    const answers = await Promise.all([put(500), put(500), put(500)]);
    expect(answers.every(({ FailedRecordCount }) => FailedRecordCount === 0)).toBe(true);
  });
});

describe("iterators", () => {
  test("expire after five minutes", async () => {
    await serve();
    const input = { StreamName: streamName, ShardId: "shardId-000000000000" };
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ ...input, ShardIteratorType: "LATEST" }),
    );
    now += 5 * 60_000;
    expect(await errorName(client.send(new GetRecordsCommand({ ShardIterator })))).toBe("none");
    now += 1;
    expect(await errorName(client.send(new GetRecordsCommand({ ShardIterator })))).toBe(
      "ExpiredIteratorException",
    );
  });

  test("that were changed are none", () => {
    const iterator = { createdAt: 1, shard: 2, ordinal: 3, givenAt: 4 };
    const text = encodeIterator(iterator, 5);
    expect(readIterator(text, 5)).toEqual(iterator);
    expect(readIterator(text, 6)).toBeNull();
    expect(readIterator(`${text.slice(0, -4)}AAAA`, 5)).toBeNull();
    expect(readIterator("", 5)).toBeNull();
  });

  test("MillisBehindLatest is the age of the last record that was read", async () => {
    await serve();
    await put();
    now += 5_000;
    await put();
    now += 2_000;
    const input = { StreamName: streamName, ShardId: "shardId-000000000000" };
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ ...input, ShardIteratorType: "TRIM_HORIZON" }),
    );
    const { MillisBehindLatest } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
    expect(MillisBehindLatest).toBe(7_000);
  });
});

describe("sequence numbers", () => {
  test("say their place, have 56 digits and grow with it", () => {
    const place = { createdAt: 1_764_000_000_000, shard: 3, ordinal: 2 ** 47 };
    const text = toSequenceNumber(place);
    expect(readSequenceNumber(text)).toEqual(place);
    expect(text).toMatch(/^\d{56}$/);
    expect(toSequenceNumber({ createdAt: 2 ** 43, shard: 999, ordinal: 2 ** 47 })).toMatch(/^\d{56}$/);
    expect(toSequenceNumber({ ...place, ordinal: place.ordinal + 1 }) > text).toBe(true);
  });

  test.each(["", "1", "x".repeat(56), "1".repeat(56), "9".repeat(56)])("'%s' is none", (text) => {
    expect(readSequenceNumber(text)).toBeNull();
  });
});

describe("trimming", () => {
  test("goes by the retention and the consumer's checkpoints", async () => {
    await serve();
    const puts = [await put(), await put(), await put()]; // each fills a segment
    const checkpointOf = ({ Records: [last] = [] }: (typeof puts)[number]) => ({
      [last?.ShardId ?? ""]: last?.SequenceNumber ?? "",
    });
    const second = checkpointOf(puts[1] as (typeof puts)[number]);
    now += 24 * 3_600_000;
    expect((await stream.trim(second)).segments).toBe(0); // just not old enough
    now += 1;
    expect((await stream.trim({})).segments).toBe(0);
    expect((await stream.trim(second)).segments).toBe(2);
    expect(await countStored()).toBe(1);
    expect((await stream.trim(second)).segments).toBe(0);
  });

  test("refuses a checkpoint of another stream", async () => {
    await expect(stream.trim({ "shardId-000000000000": "1" })).rejects.toThrow("expected a sequence number");
  });
});

describe("the door", () => {
  test("is open on 127.0.0.1 only", async () => {
    await serve();
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const other = others.find(({ family, internal }) => family === "IPv4" && !internal);
    if (!other) return;
    await expect(fetch(served.url.replace("127.0.0.1", other.address))).rejects.toThrow();
  });

  const post = (headers: Record<string, string>, body: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const call = request(served.url, { method: "POST", headers }, async (response) => {
        let text = "";
        for await (const part of response) text += part;
        resolve({ status: response.statusCode ?? 0, text });
      });
      call.on("error", reject);
      call.end(body);
    });
  const target = { "x-amz-target": "Kinesis_20131202.ListStreams" };
  const type = { "content-type": "application/x-amz-json-1.1" };

  test("is shut to pages of other sites: their names for this machine, the types they may send unasked", async () => {
    await serve();
    expect(await post({ ...target, ...type }, "{}")).toMatchObject({ status: 200 });
    expect(await post({ ...target, ...type, host: "evil.example" }, "{}")).toMatchObject({ status: 403 });
    expect(await post({ ...target, "content-type": "text/plain" }, "{}")).toMatchObject({ status: 404 });
  });

  test("survives a caller that leaves in the middle of its body", async () => {
    await serve();
    await new Promise<void>((resolve) => {
      const headers = { ...target, ...type, "content-length": "1000" };
      const call = request(served.url, { method: "POST", headers });
      call.on("error", () => resolve());
      call.write("{", () => setTimeout(() => call.destroy(new Error("left")), 20));
    });
    expect((await put()).FailedRecordCount).toBe(0);
  });

  test("when it stops, lets calls under way end, and does not wait for bodies that never do", async () => {
    await serve({ faults: { ...createFaults(), delayMs: 60 } });
    const half = request(served.url, {
      method: "POST",
      headers: { ...target, ...type, "content-length": "9" },
    });
    half.on("error", () => {});
    half.write("{");
    const call = put();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await served.stop();
    expect((await call).FailedRecordCount).toBe(0);
    await serve();
  });

  test("stops though a caller left before its answer", async () => {
    await serve({ faults: { ...createFaults(), delayMs: 60 } });
    const headers = { ...type, "x-amz-target": "Kinesis_20131202.PutRecords" };
    const call = request(served.url, { method: "POST", headers });
    call.on("error", () => {});
    call.end("{}");
    await new Promise((resolve) => setTimeout(resolve, 20));
    call.destroy();
    await new Promise((resolve) => setTimeout(resolve, 80));
    await served.stop();
    await serve();
  });

  test("tells the owner of a record that could not be stored, and the caller which", async () => {
    const errors: unknown[] = [];
    await serve({ onError: (error) => errors.push(error) });
    const { FailedRecordCount } = await put();
    expect(FailedRecordCount).toBe(0);
    await stream.shards[0]?.log.stop();
    const { FailedRecordCount: failed, Records = [] } = await put();
    expect(failed).toBe(1);
    expect(Records[0]?.ErrorCode).toBe("InternalFailure");
    expect(errors).toHaveLength(1);
  });
});

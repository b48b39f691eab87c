// One suite for every implementation, through the real client, so that ours cannot agree only with itself.

import { randomBytes } from "node:crypto";
import {
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  type GetRecordsOutput,
  GetShardIteratorCommand,
  type GetShardIteratorInput,
  type KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  type PutRecordsRequestEntry,
  type ShardIteratorType,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type Started, startKinesalite, startOurs, streamName } from "./stream-servers.ts";

const shardCount = 4;
const mebibyte = 1024 * 1024;
const implementations = [
  { name: "ours", start: startOurs },
  { name: "kinesalite", start: startKinesalite },
];

/** Hash keys that are known to lie in each of four shards. */
const hashKeys = [0n, 1n, 2n, 3n].map((i) => String((i * 2n ** 128n) / 4n + 1n));

/** The MD5 of these keys, computed apart from both implementations (`printf a | md5sum`), says the shard: its first two bits. */
const shardOfKey = { a: 0, b: 2, c: 1, e: 3, visitor: 0 } as Record<string, number>;

describe.each(implementations)("$name", ({ name, start }) => {
  let server: Started;
  let client: KinesisClient;
  const isKinesalite = name === "kinesalite";

  beforeAll(async () => {
    server = await start(shardCount);
    client = createClient(server.url);
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  const shardId = (index: number) => `shardId-${String(index).padStart(12, "0")}`;

  async function put(Records: PutRecordsRequestEntry[]) {
    const { Records: results = [] } = await client.send(
      new PutRecordsCommand({ StreamName: streamName, Records }),
    );
    return results.map(({ ShardId = "", SequenceNumber = "" }) => ({ ShardId, SequenceNumber }));
  }

  async function iterate(
    shard: number,
    type: ShardIteratorType,
    more: Partial<GetShardIteratorInput> = {},
  ): Promise<string> {
    const input = { StreamName: streamName, ShardId: shardId(shard), ShardIteratorType: type, ...more };
    const { ShardIterator = "" } = await client.send(new GetShardIteratorCommand(input));
    return ShardIterator;
  }

  const get = (ShardIterator: string, Limit?: number) =>
    client.send(new GetRecordsCommand({ ShardIterator, Limit }));

  /** Follows the iterators until nothing is left. */
  async function readToEnd(from: string, limit?: number): Promise<NonNullable<GetRecordsOutput["Records"]>> {
    const all = [];
    for (let next: string | undefined = from; next; ) {
      const { Records = [], NextShardIterator } = await get(next, limit);
      if (Records.length === 0) break;
      all.push(...Records);
      next = NextShardIterator;
    }
    return all;
  }

  const texts = (records: GetRecordsOutput["Records"]) =>
    records?.map(({ Data = new Uint8Array() }) => Buffer.from(Data).toString());

  const record = (text: string, hashKey = hashKeys[0]): PutRecordsRequestEntry => ({
    PartitionKey: "key",
    ExplicitHashKey: hashKey,
    Data: Buffer.from(text),
  });

  const errorOf = (call: Promise<unknown>) =>
    call.then(
      () => ({ name: "none", $metadata: { httpStatusCode: 200 } }),
      (error) => error,
    );

  describe("what is put can be got", () => {
    test("bytes come back as they went in, with their partition key and a time", async () => {
      const from = await iterate(1, "LATEST");
      const Data = Buffer.concat([Buffer.from([0, 255, 128, 10, 13]), Buffer.from("ção 😀")]);
      const entry = { PartitionKey: "clé 😀", ExplicitHashKey: hashKeys[1], Data };
      const before = Date.now();
      const { SequenceNumber } = await client.send(
        new PutRecordCommand({ StreamName: streamName, ...entry }),
      );
      const [read] = (await get(from)).Records ?? [];
      expect(Buffer.from(read?.Data ?? [])).toEqual(Data);
      expect(read?.PartitionKey).toBe("clé 😀");
      expect(read?.SequenceNumber).toBe(SequenceNumber);
      const arrivedAt = read?.ApproximateArrivalTimestamp?.getTime() ?? 0;
      expect(arrivedAt).toBeGreaterThanOrEqual(before);
      expect(arrivedAt).toBeLessThanOrEqual(Date.now());
    });

    test("a record without data is one", async () => {
      const from = await iterate(1, "LATEST");
      await put([{ ...record("", hashKeys[1]) }]);
      expect(texts((await get(from)).Records)).toEqual([""]);
    });

    test("the largest record comes back whole", async () => {
      const from = await iterate(1, "LATEST");
      const Data = randomBytes(mebibyte - 1);
      await put([{ PartitionKey: "k", ExplicitHashKey: hashKeys[1], Data }]);
      const [read] = (await get(from)).Records ?? [];
      expect(Buffer.compare(Buffer.from(read?.Data ?? []), Data)).toBe(0);
    });

    test("500 records of one call keep their order in a shard", async () => {
      const from = await iterate(2, "LATEST");
      const sent = Array.from({ length: 500 }, (_, i) => String(i));
      await put(sent.map((text) => record(text, hashKeys[2])));
      const read = await readToEnd(from);
      expect(texts(read)).toEqual(sent);
    });

    test("sequence numbers have 56 digits and grow within a shard", async () => {
      const results = [...(await put([record("a"), record("b")])), ...(await put([record("c")]))];
      const numbers = results.map(({ SequenceNumber }) => SequenceNumber);
      expect(numbers.every((number) => /^\d{56}$/.test(number))).toBe(true);
      expect(numbers.map(BigInt)).toEqual(numbers.map(BigInt).sort((one, other) => (one < other ? -1 : 1)));
      expect(new Set(numbers).size).toBe(3);
    });

    test("an answer lists the records in the order of the request, whatever their shards", async () => {
      const order = [3, 0, 2, 0, 1, 3];
      const results = await put(order.map((shard) => record("x", hashKeys[shard])));
      expect(results.map(({ ShardId }) => ShardId)).toEqual(order.map(shardId));
    });

    test("concurrent calls store every record once", async () => {
      const from = await iterate(3, "LATEST");
      const sent = Array.from({ length: 40 }, (_, i) => `c${i}`);
      await Promise.all(sent.map((text) => put([record(text, hashKeys[3])])));
      expect(texts(await readToEnd(from))?.sort()).toEqual([...sent].sort());
    });
  });

  describe("shards", () => {
    test("a partition key's MD5 says the shard", async () => {
      const keys = Object.keys(shardOfKey);
      const results = await put(keys.map((PartitionKey) => ({ PartitionKey, Data: Buffer.from("x") })));
      expect(results.map(({ ShardId }) => ShardId)).toEqual(
        keys.map((key) => shardId(shardOfKey[key] as number)),
      );
    });

    test("the ends of the hash ranges belong to the shard that lists them", async () => {
      const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: streamName }));
      for (const { ShardId, HashKeyRange } of Shards) {
        const ends = [HashKeyRange?.StartingHashKey, HashKeyRange?.EndingHashKey];
        const results = await put(ends.map((key) => record("end", key)));
        expect(results.map(({ ShardId: id }) => id)).toEqual([ShardId, ShardId]);
      }
    });

    test("a stream is described", async () => {
      const names = { StreamName: streamName };
      const { StreamDescription: whole } = await client.send(new DescribeStreamCommand(names));
      const { StreamDescriptionSummary: summary } = await client.send(
        new DescribeStreamSummaryCommand(names),
      );
      const { Shards } = await client.send(new ListShardsCommand(names));
      const { StreamNames } = await client.send(new ListStreamsCommand({}));
      expect(whole).toMatchObject({
        StreamStatus: "ACTIVE",
        StreamName: streamName,
        RetentionPeriodHours: 24,
        HasMoreShards: false,
      });
      expect(summary).toMatchObject({ StreamStatus: "ACTIVE", OpenShardCount: shardCount });
      expect(whole?.StreamARN).toMatch(/^arn:aws:kinesis:us-east-1:\d{12}:stream\/clicks$/);
      expect(StreamNames).toEqual([streamName]);
      expect(whole?.Shards).toEqual(Shards);
      // The four quarters of 2^128.
      expect(Shards?.map(({ ShardId, HashKeyRange }) => [ShardId, HashKeyRange?.StartingHashKey])).toEqual(
        [0n, 1n, 2n, 3n].map((i) => [shardId(Number(i)), String((i * 2n ** 128n) / 4n)]),
      );
      expect(Shards?.at(-1)?.HashKeyRange?.EndingHashKey).toBe(String(2n ** 128n - 1n));
    });

    test("shards can be listed after a given one", async () => {
      const input = { StreamName: streamName, ExclusiveStartShardId: shardId(1) };
      const { Shards } = await client.send(new ListShardsCommand(input));
      expect(Shards?.map(({ ShardId }) => ShardId)).toEqual([shardId(2), shardId(3)]);
    });
  });

  describe("iterators", () => {
    test("TRIM_HORIZON begins with the oldest record, LATEST behind the newest", async () => {
      await put([record("old")]);
      const latest = await iterate(0, "LATEST");
      const [first] = await readToEnd(await iterate(0, "TRIM_HORIZON"));
      expect((await get(latest)).Records).toEqual([]);
      await put([record("new")]);
      expect(texts(await readToEnd(latest))).toEqual(["new"]);
      const [again] = await readToEnd(await iterate(0, "TRIM_HORIZON"));
      expect(again).toEqual(first);
    });

    test("AT_SEQUENCE_NUMBER begins with that record, AFTER_SEQUENCE_NUMBER behind it", async () => {
      const [a] = await put([record("a"), record("b"), record("c")]);
      const at = { StartingSequenceNumber: a?.SequenceNumber };
      expect(texts((await get(await iterate(0, "AT_SEQUENCE_NUMBER", at))).Records)).toEqual(["a", "b", "c"]);
      expect(texts((await get(await iterate(0, "AFTER_SEQUENCE_NUMBER", at))).Records)).toEqual(["b", "c"]);
    });

    test("AFTER the newest record nothing is there yet", async () => {
      const [last] = await put([record("last")]);
      const after = await iterate(0, "AFTER_SEQUENCE_NUMBER", {
        StartingSequenceNumber: last?.SequenceNumber,
      });
      expect((await get(after)).Records).toEqual([]);
    });

    test("a shard's own starting number is a place to begin", async () => {
      const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: streamName }));
      const start = Shards[0]?.SequenceNumberRange?.StartingSequenceNumber;
      const from = await iterate(0, "AT_SEQUENCE_NUMBER", { StartingSequenceNumber: start });
      const [first] = (await get(from, 1)).Records ?? [];
      const [oldest] = (await get(await iterate(0, "TRIM_HORIZON"), 1)).Records ?? [];
      expect(first).toEqual(oldest);
    });

    test("AT_TIMESTAMP begins with the first record that arrived then or later", async () => {
      await put([record("before", hashKeys[2])]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const Timestamp = new Date();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await put([record("then", hashKeys[2]), record("later", hashKeys[2])]);
      const from = await iterate(2, "AT_TIMESTAMP", { Timestamp });
      expect(texts(await readToEnd(from))).toEqual(["then", "later"]);
    });

    test("NextShardIterator goes on where the answer ended, Limit by Limit", async () => {
      const from = await iterate(1, "LATEST");
      const sent = ["1", "2", "3", "4", "5", "6", "7"];
      await put(sent.map((text) => record(text, hashKeys[1])));
      expect((await get(from, 3)).Records).toHaveLength(3);
      expect(texts(await readToEnd(from, 3))).toEqual(sent);
    });

    test("an iterator may be used again and answers the same", async () => {
      const from = await iterate(1, "TRIM_HORIZON");
      expect((await get(from, 2)).Records).toEqual((await get(from, 2)).Records);
    });

    test("an empty read answers no records, an iterator that goes on, and no delay", async () => {
      const { Records, NextShardIterator = "", MillisBehindLatest } = await get(await iterate(3, "LATEST"));
      expect(Records).toEqual([]);
      expect(MillisBehindLatest).toBe(0);
      await put([record("after the empty read", hashKeys[3])]);
      expect(texts(await readToEnd(NextShardIterator))).toEqual(["after the empty read"]);
    });

    test("MillisBehindLatest is 0 at the end and more before it", async () => {
      const from = await iterate(0, "LATEST");
      await put([record("1"), record("2")]);
      expect((await get(from)).MillisBehindLatest).toBe(0);
      // Kinesalite says 0 everywhere.
      if (!isKinesalite) expect((await get(from, 1)).MillisBehindLatest).toBeGreaterThan(0);
    });

    test("one answer holds at most 10 MiB and goes on behind it", async () => {
      const from = await iterate(2, "LATEST");
      const entry = { ...record("", hashKeys[2]), Data: Buffer.alloc(mebibyte - 3) };
      for (let i = 0; i < 3; i++) await put([entry, entry, entry, entry]);
      const { Records = [], NextShardIterator = "" } = await get(from);
      // Kinesalite counts records only.
      if (isKinesalite) return;
      expect(Records).toHaveLength(10);
      expect((await get(NextShardIterator)).Records).toHaveLength(2);
    });
  });

  describe("refusals", () => {
    const small = { PartitionKey: "k", Data: Buffer.from("x") };
    const putTo = (StreamName: string, Records: PutRecordsRequestEntry[]) =>
      errorOf(client.send(new PutRecordsCommand({ StreamName, Records })));

    test.each([
      ["501 records", "ValidationException", Array.from({ length: 501 }, () => small)],
      ["no records", "ValidationException", []],
      ["an empty partition key", "ValidationException", [{ ...small, PartitionKey: "" }]],
      [
        "257 characters of partition key",
        "ValidationException",
        [{ ...small, PartitionKey: "k".repeat(257) }],
      ],
      ["data over 1 MiB", "ValidationException", [{ ...small, Data: Buffer.alloc(mebibyte + 1) }]],
      ["a hash key that is no number", "ValidationException", [{ ...small, ExplicitHashKey: "x" }]],
      [
        "a hash key over 2^128 - 1",
        "InvalidArgumentException",
        [{ ...small, ExplicitHashKey: String(2n ** 128n) }],
      ],
    ])("%s", async (_, expected, Records) => {
      const error = await putTo(streamName, Records);
      expect(error.name).toBe(expected);
      expect(error.$metadata.httpStatusCode).toBe(400);
    });

    test("256 characters of partition key are taken", async () => {
      expect((await putTo(streamName, [{ ...small, PartitionKey: "é".repeat(256) }])).name).toBe("none");
    });

    // Kinesalite holds the limits of single members only.
    test.skipIf(isKinesalite)("data and partition key that are over 1 MiB together", async () => {
      const error = await putTo(streamName, [{ ...small, Data: Buffer.alloc(mebibyte) }]);
      expect(error.name).toBe("InvalidArgumentException");
    });
    test.skipIf(isKinesalite)("records that are over 5 MiB together", async () => {
      const entry = { ...small, Data: Buffer.alloc(mebibyte - 1) };
      expect((await putTo(streamName, Array(5).fill(entry))).name).toBe("none");
      expect((await putTo(streamName, [...Array(5).fill(entry), small])).name).toBe(
        "InvalidArgumentException",
      );
    });

    test("nothing of a refused call is stored", async () => {
      const from = await iterate(3, "LATEST");
      await putTo(streamName, [record("good", hashKeys[3]), { ...small, PartitionKey: "" }]);
      expect((await get(from)).Records).toEqual([]);
    });

    test("an unknown stream", async () => {
      const StreamName = "unknown";
      const calls = [
        client.send(new PutRecordsCommand({ StreamName, Records: [small] })),
        client.send(new PutRecordCommand({ StreamName, ...small })),
        client.send(new DescribeStreamCommand({ StreamName })),
        client.send(new DescribeStreamSummaryCommand({ StreamName })),
        client.send(new ListShardsCommand({ StreamName })),
        iterate(0, "LATEST", { StreamName }),
      ];
      for (const error of await Promise.all(calls.map(errorOf))) {
        expect(error.name).toBe("ResourceNotFoundException");
        expect(error.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
      }
    });

    test("an unknown shard", async () => {
      const error = await errorOf(iterate(shardCount, "LATEST"));
      expect(error.name).toBe("ResourceNotFoundException");
    });

    test.each([
      ["a wrong kind of iterator", "ValidationException", "SIDEWAYS", {}],
      ["AT_SEQUENCE_NUMBER without a number", "InvalidArgumentException", "AT_SEQUENCE_NUMBER", {}],
      ["LATEST with a number", "InvalidArgumentException", "LATEST", { StartingSequenceNumber: "1" }],
      [
        "a number that was never given",
        "InvalidArgumentException",
        "AT_SEQUENCE_NUMBER",
        { StartingSequenceNumber: "1".repeat(56) },
      ],
      ["AT_TIMESTAMP without a time", "InvalidArgumentException", "AT_TIMESTAMP", {}],
      [
        "AT_TIMESTAMP in the future",
        "InvalidArgumentException",
        "AT_TIMESTAMP",
        { Timestamp: new Date(Date.now() + 3_600_000) },
      ],
    ])("%s", async (_, expected, type, more) => {
      expect((await errorOf(iterate(0, type as ShardIteratorType, more))).name).toBe(expected);
    });

    test("a number of another shard", async () => {
      const [other] = await put([record("x", hashKeys[1])]);
      const at = { StartingSequenceNumber: other?.SequenceNumber };
      expect((await errorOf(iterate(0, "AFTER_SEQUENCE_NUMBER", at))).name).toBe("InvalidArgumentException");
    });

    test("an iterator that was never given", async () => {
      expect((await errorOf(get("AAAAAAAAAAE="))).name).toBe("InvalidArgumentException");
    });

    test.each([0, 10_001])("a GetRecords Limit of %i", async (limit) => {
      expect((await errorOf(get(await iterate(0, "LATEST"), limit))).name).toBe("ValidationException");
    });
  });

  describe("what is no call", () => {
    const post = (target: string, body: string) =>
      fetch(server.url, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": target,
          "x-amz-date": "20260101T000000Z",
          authorization: "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
        },
        body,
      });

    test.each([
      ["an unknown operation", "Kinesis_20131202.Dance", "{}", "UnknownOperationException"],
      ["another service", "DynamoDB_20120810.ListTables", "{}", "UnknownOperationException"],
      ["no JSON", "Kinesis_20131202.PutRecords", "{oops", "SerializationException"],
      ["JSON that is no object", "Kinesis_20131202.PutRecords", '"text"', "SerializationException"],
      ["an empty body", "Kinesis_20131202.PutRecords", "", "SerializationException"],
      ["a list for a name", "Kinesis_20131202.DescribeStream", '{"StreamName":[]}', "SerializationException"],
      ["a number for records", "Kinesis_20131202.PutRecords", '{"Records":3}', "SerializationException"],
      [
        "a number for a record",
        "Kinesis_20131202.PutRecords",
        '{"StreamName":"clicks","Records":[3]}',
        "SerializationException",
      ],
      [
        "data that is no base64",
        "Kinesis_20131202.PutRecord",
        '{"StreamName":"clicks","PartitionKey":"k","Data":"%%%%"}',
        "SerializationException",
      ],
      ["missing members", "Kinesis_20131202.PutRecords", "{}", "ValidationException"],
    ])("%s", async (_, target, body, type) => {
      const response = await post(target, body);
      expect(response.status).toBe(400);
      expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1");
      expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
      expect(await response.json()).toMatchObject({ __type: type });
    });

    test("a body over 7 MiB, after which all goes on", async () => {
      const response = await post("Kinesis_20131202.PutRecords", "x".repeat(7 * mebibyte + 1));
      expect(response.status).toBe(413);
      expect(await put([record("still there")])).toHaveLength(1);
    });
  });
});

// The implementations that the conformance suite compares, each with one stream that is ready, and the real client.

import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import kinesalite from "kinesalite";
import { openStream, type StreamOptions } from "../src/stream/stream.ts";
import { type ServeOptions, serveStream } from "../src/stream/wire.ts";

export interface Started {
  url: string;
  stop(): Promise<void>;
}

export const streamName = "clicks";

/** One attempt only, so that what the server answers is what the test sees. */
export function createClient(url: string): KinesisClient {
  return new KinesisClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(),
  });
}

/** What the first shard holds, as far as one answer goes. */
export async function readRecords(url: string): Promise<Buffer[]> {
  const client = createClient(url);
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      StreamName: streamName,
      ShardId: "shardId-000000000000",
      ShardIteratorType: "TRIM_HORIZON",
    }),
  );
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
  client.destroy();
  return Records.map(({ Data }) => Buffer.from(Data as Uint8Array));
}

export async function withFolder(): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), "riacho-stream-"));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

export async function startOurs(
  shards: number,
  options: ServeOptions & Omit<StreamOptions, "dir" | "name"> = {},
): Promise<Started> {
  const { dir, remove } = await withFolder();
  const stream = await openStream({ dir, name: streamName, shards, ...options });
  const { url, stop } = await serveStream(stream, options);
  return {
    url,
    async stop() {
      await stop();
      await stream.stop();
      await remove();
    },
  };
}

export async function startKinesalite(shards: number): Promise<Started> {
  const server = kinesalite({ createStreamMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient(url);
  await client.send(new CreateStreamCommand({ StreamName: streamName, ShardCount: shards }));
  for (let status = ""; status !== "ACTIVE"; ) {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: streamName }));
    status = StreamDescription?.StreamStatus ?? "";
  }
  client.destroy();
  return {
    url,
    async stop() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateStreamCommand, ListShardsCommand, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { connectStream } from "../src/delivery/connect-stream.ts";

// Kinesalite has no types.
const kinesalite: (options: object) => Server = createRequire(import.meta.url)("kinesalite");

/** A Kinesis that is not ours, in memory, on loopback: delivery must read any. */
export async function startTestStream(streamName: string, shardCount = 1) {
  const server = kinesalite({ createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = connectStream(endpoint);
  await client.send(new CreateStreamCommand({ StreamName: streamName, ShardCount: shardCount }));
  await untilActive();

  async function untilActive(): Promise<void> {
    for (;;) {
      const { Shards } = await client.send(new ListShardsCommand({ StreamName: streamName }));
      if (Shards?.length === shardCount) return;
      await new Promise((done) => setTimeout(done, 5));
    }
  }

  return {
    endpoint,
    client,
    /** Puts one record; keys other than the default spread over the shards. */
    async put(data: Uint8Array | string, key = "key"): Promise<string> {
      const command = new PutRecordCommand({
        StreamName: streamName,
        PartitionKey: key,
        Data: typeof data === "string" ? Buffer.from(data) : data,
      });
      return (await client.send(command)).SequenceNumber as string;
    },
    async stop(): Promise<void> {
      client.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Rows as one record carries them. */
export function toRecord(...rows: object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** Waits until something is true; for what happens in its own time, such as polling. */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 8_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it did not become true in time");
    await new Promise((done) => setTimeout(done, 20));
  }
}

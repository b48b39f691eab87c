// The collector's own calls against two implementations of Kinesis, of which one is not ours, and read by AWS' client.

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createCallAws } from "@riacho/collector/call-aws";
import { createPutRecords, type PutRecords } from "@riacho/collector/put-records";
import { afterEach, describe, expect, test } from "vitest";
import { readRecords, type Started, startKinesalite, startOurs, streamName } from "./stream-servers.ts";

let server: Started;
afterEach(() => server.stop());

function createPut(name = streamName): PutRecords {
  const call = createCallAws({
    name: "kinesis",
    url: new URL(server.url),
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any", sessionToken: "any" },
    target: "Kinesis_20131202",
  });
  return createPutRecords({ call, streamName: name, now: Date.now, random: Math.random, sleep });
}

const bytes = (buffers: readonly Buffer[]) => buffers.map((buffer) => buffer.toString("hex")).sort();

describe.each([
  ["our stream", () => startOurs(1)],
  ["kinesalite", () => startKinesalite(1)],
])("on %s", (_, start) => {
  test("the bytes that were put are the bytes that are read", async () => {
    server = await start();
    const records = [randomBytes(900 * 1024), randomBytes(10), Buffer.from("caf\u00e9\n")];
    expect(await createPut()(records)).toEqual({ kind: "stored" });
    expect(bytes(await readRecords(server.url))).toEqual(bytes(records));
  });

  test("a stream that is not there is refused by that name, in one try", async () => {
    server = await start();
    expect(await createPut("other")([Buffer.from("row")])).toMatchObject({
      kind: "refused",
      code: "ResourceNotFoundException",
      message: expect.stringContaining("other"),
      tries: 1,
    });
  });

  test("what no stream takes is refused as such, in one try", async () => {
    server = await start();
    expect(await createPut()([Buffer.alloc(2 * 1024 * 1024)])).toMatchObject({
      kind: "refused",
      code: expect.stringMatching(/^(ValidationException|InvalidArgumentException)$/),
      tries: 1,
    });
  });
});

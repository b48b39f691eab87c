// The built collector puts records with the variables and under the policy that the template gives it.

import { mkdtemp, rm } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toGatewayEvent } from "../../local/src/lambda/gateway-event.ts";
import { startLambda } from "../../local/src/lambda/start-lambda.ts";
import type { Shard } from "../../local/src/stream/shard.ts";
import { openStream, type Stream } from "../../local/src/stream/stream.ts";
import { type ServedStream, serveStream } from "../../local/src/stream/wire.ts";
import { collectorBundle } from "../../local/test/server-bundle.ts";
import { environments } from "../src/environments.ts";
import { statementsOf, variablesOf } from "./collector-of.ts";
import { createDeployed } from "./deployed.ts";
import { findSettings } from "./find-settings.ts";
import { type Guard, startGuard } from "./guard.ts";
import { synthesise } from "./synthesise.ts";

/** An empty network namespace, in which the rest of these checks runs, has not even this. */
const hasLoopback = Object.values(networkInterfaces()).some((all) => all?.some(({ internal }) => internal));

const settings = findSettings(environments, "prod");
let variables: Record<string, string>;
let statements: Record<string, unknown>[];

let dir: string;
let stream: Stream;
let served: ServedStream;
let guard: Guard;

beforeAll(async () => {
  const synthesised = await synthesise(settings);
  const { resolve } = createDeployed(synthesised, settings);
  variables = resolve(variablesOf(synthesised.ingest)) as Record<string, string>;
  statements = resolve(statementsOf(synthesised.ingest)) as Record<string, unknown>[];
}, 60_000);

describe.skipIf(!hasLoopback)("one request of a page, put by the built collector", () => {
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "riacho-infra-"));
    stream = await openStream({ dir, name: variables.RIACHO_STREAM as string });
    served = await serveStream(stream);
  });
  afterEach(async () => {
    await guard.stop();
    await served.stop();
    await stream.stop();
    await rm(dir, { recursive: true });
  });

  async function readRows(): Promise<{ event_id?: string }[]> {
    const { frames } = await (stream.shards[0] as Shard).log.read(1, { records: 10, bytes: 1e6 });
    const lines = frames.flatMap(({ data }) => data.toString().trim().split("\n"));
    return lines.map((line) => JSON.parse(line));
  }

  /** @returns the answer's status, and how many rows the stream then holds */
  async function put(
    allowed: readonly unknown[],
    region = settings.region,
  ): Promise<[number | undefined, number]> {
    guard = await startGuard(served.url, settings.account, allowed);
    const lambda = await startLambda(collectorBundle, {
      ...variables,
      // What Lambda itself sets.
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "of the role",
      AWS_SECRET_ACCESS_KEY: "of the role",
      AWS_ENDPOINT_URL_KINESIS: guard.url,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
    const request = {
      method: "POST",
      url: "/v1/events?app=shop",
      headers: { "content-type": "text/plain", origin: settings.apps.shop?.origins[0] },
      body: Buffer.from('{"events":[{"id":"a1","name":"sign_up"}]}'),
      sourceIp: "192.0.2.1",
    };
    const { statusCode } = await lambda.invoke(toGatewayEvent(request, "1", 0));
    await lambda.stop();
    return [statusCode, (await readRows()).length];
  }

  test("is stored, and asked for nothing but to put records to the one stream", async () => {
    expect(await put(statements)).toEqual([200, 1]);
    const resource = `arn:aws:kinesis:${settings.region}:${settings.account}:stream/${variables.RIACHO_STREAM}`;
    expect(guard.asked).toEqual([{ action: "kinesis:PutRecords", resource }]);
  });

  test("is not stored where the policy lacks the action", async () => {
    const without = statements.filter(({ Action }) => Action !== "kinesis:PutRecords");
    expect(without).toHaveLength(statements.length - 1);
    expect(await put(without)).toEqual([503, 0]);
  });

  test("is not stored where the policy names the other way to put", async () => {
    const other = statements.map((one) => ({
      ...one,
      Action: one.Sid === "PutEvents" ? "kinesis:PutRecord" : one.Action,
    }));
    expect(await put(other)).toEqual([503, 0]);
  });

  test("is not stored in another region", async () => {
    expect(await put(statements, "us-east-1")).toEqual([503, 0]);
  });
});

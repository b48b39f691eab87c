// The built bundle in a process of its own, as AWS runs it: asked by the Runtime API, with nothing but its environment.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findLambdaNode } from "../../scripts/find-lambda-node.ts";
import { toGatewayEvent } from "../src/lambda/gateway-event.ts";
import { type RuntimeApi, startRuntimeApi } from "./runtime-api.ts";
import { createSelfSigned } from "./self-signed.ts";
import { collectorBundle, withCollectorBundle } from "./server-bundle.ts";
import { readRecords, type Started, startOurs, streamName } from "./stream-servers.ts";

const loop = fileURLToPath(new URL("./runtime-loop-child.mjs", import.meta.url));

const nodes: [what: string, path: string][] = [["this Node", process.execPath]];
const lambdaNode = findLambdaNode();
if (lambdaNode) nodes.push(["the Node of nodejs24.x", lambdaNode]);

let api: RuntimeApi;
let stream: Started;
let child: ChildProcess | undefined;

beforeEach(async () => {
  await withCollectorBundle();
  api = await startRuntimeApi();
  stream = await startOurs(1);
});
afterEach(async () => {
  child?.kill("SIGKILL");
  child = undefined;
  await api.stop();
  await stream.stop();
});

/** What Lambda puts there, and the function's own. */
const env = () => ({
  AWS_LAMBDA_RUNTIME_API: api.address,
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "any",
  AWS_SECRET_ACCESS_KEY: "any",
  AWS_SESSION_TOKEN: "any",
  AWS_ENDPOINT_URL_KINESIS: stream.url,
  RIACHO_STREAM: streamName,
  RIACHO_APPS: '{"shop":{"origins":[]}}',
});

function start(node: string, change: Record<string, string> = {}): ChildProcess {
  child = spawn(node, [loop, collectorBundle], {
    env: { ...env(), ...change },
    stdio: ["ignore", "inherit", "pipe"],
  });
  return child;
}

function toEvent(body: string) {
  const headers = { "content-type": "text/plain" };
  const url = "/v1/events?app=shop";
  return toGatewayEvent({ method: "POST", url, headers, body: Buffer.from(body), sourceIp: "" }, "1", 0);
}

describe.each(nodes)("on %s", (_, node) => {
  test("one request in is one record out, before the answer", async () => {
    start(node);
    const body = '{"events":[{"id":"e1","name":"sign_up"},{"id":"e2","name":"click"}]}';
    const result = (await api.invoke(toEvent(body))) as APIGatewayProxyStructuredResultV2;
    expect(result).toMatchObject({ statusCode: 200, body: '{"accepted":2,"rejected":[]}' });
    const records = await readRecords(stream.url);
    expect(records.length).toBe(1);
    const rows = records[0]?.toString().trimEnd().split("\n") ?? [];
    expect(rows.map((row) => JSON.parse(row).event_id)).toEqual(["e1", "e2"]);
  });

  test("one process answers one request after the other", async () => {
    start(node);
    for (let n = 0; n < 20; n++) {
      expect(await api.invoke(toEvent(`{"events":[{"id":"n${n}","name":"click"}]}`))).toMatchObject({
        statusCode: 200,
      });
    }
    expect((await readRecords(stream.url)).length).toBe(20);
  });

  test("one process shakes hands with the stream once, however many requests it answers", async () => {
    const { key, cert } = createSelfSigned();
    const dir = await mkdtemp(join(tmpdir(), "riacho-tls-"));
    await writeFile(join(dir, "cert.pem"), cert);
    let handshakes = 0;
    let puts = 0;
    const tls = createTlsServer({ key, cert }, (request, response) => {
      puts++;
      request.resume().on("end", () => response.end('{"Records":[{"SequenceNumber":"1"}]}'));
    }).on("secureConnection", () => handshakes++);
    await once(tls.listen(0, "127.0.0.1"), "listening");
    const { port } = tls.address() as AddressInfo;
    start(node, {
      AWS_ENDPOINT_URL_KINESIS: `https://127.0.0.1:${port}`,
      NODE_EXTRA_CA_CERTS: join(dir, "cert.pem"),
    });
    for (let n = 0; n < 20; n++) {
      const event = toEvent(`{"events":[{"id":"n${n}","name":"click"}]}`);
      expect(await api.invoke(event)).toMatchObject({ statusCode: 200 });
    }
    tls.closeAllConnections();
    tls.close();
    await rm(dir, { recursive: true });
    expect({ puts, handshakes }).toEqual({ puts: 20, handshakes: 1 });
  });

  test.each([
    [
      { AWS_ACCESS_KEY_ID: "" },
      "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: expected both, as Lambda sets them, got nothing",
    ],
    [{ RIACHO_STREAM: "" }, "RIACHO_STREAM: expected the name of a Kinesis stream, got nothing"],
  ])(
    "a process with %j does not start, and what Lambda logs of it is the sentence",
    async (change, sentence) => {
      const [code] = await once(start(node, change), "exit");
      expect(code).toBe(1);
      expect(api.initError()).toMatchObject({ errorType: "Error", errorMessage: sentence });
    },
  );

  test("the edge's secrets are asked of SSM, once, before the first request", async () => {
    const asked: unknown[] = [];
    const ssm = createServer(async ({ headers }, response) => {
      asked.push(headers["x-amz-target"]);
      response.end('{"Parameter":{"Value":"secret-1-of-sixteen,secret-2-of-sixteen"}}');
    });
    await once(ssm.listen(0, "127.0.0.1"), "listening");
    const { port } = ssm.address() as AddressInfo;
    let said = "";
    const url = `http://127.0.0.1:${port}`;
    start(node, {
      RIACHO_EDGE_SECRET_PARAMETER: "/riacho/edge",
      AWS_ENDPOINT_URL_SSM: url,
    }).stderr?.on("data", (text) => {
      said += text;
    });
    for (const id of ["e1", "e2"]) {
      const body = `{"events":[{"id":"${id}","name":"click"}]}`;
      expect(await api.invoke(toEvent(body))).toMatchObject({ statusCode: 200 });
    }
    ssm.closeAllConnections();
    ssm.close();
    expect({ asked, said }).toEqual({ asked: ["AmazonSSM.GetParameter"], said: "" });
  });

  test("an SSM that is away costs a line in the log, and no event", async () => {
    const dead = { RIACHO_EDGE_SECRET_PARAMETER: "/riacho/edge", AWS_ENDPOINT_URL_SSM: "http://127.0.0.1:9" };
    let said = "";
    start(node, dead).stderr?.on("data", (text) => {
      said += text;
    });
    expect(await api.invoke(toEvent('{"events":[{"id":"e1","name":"click"}]}'))).toMatchObject({
      statusCode: 200,
    });
    expect(JSON.parse(said)).toEqual({
      level: "WARN",
      message: "no edge secrets: countries are not believed",
      cause: "ECONNREFUSED",
    });
  });
});

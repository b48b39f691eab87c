// The same requests at each door of the collector: the Lambda as API Gateway calls it, the plain HTTP server of containers,
// the local server. What one answers, all answer.

import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { corsHeaders } from "@riacho/collector/cors";
import { type RequestError, requestErrors } from "@riacho/contract/answer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildCollector } from "../../scripts/build-collector.ts";
import { sampleBody } from "../../scripts/http-samples.ts";
import { fromGatewayResult, toGatewayEvent } from "../src/lambda/gateway-event.ts";
import { type Lambda, startLambda } from "../src/lambda/start-lambda.ts";
import { createDoor } from "../src/server/door.ts";

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

type Ask = (asked: Required<Asked>) => Promise<Answered>;

/** A stream in place of Kinesis, whose rows can be looked at. */
let stream: Server;
let isStreamWell = true;
const records: string[] = [];
const stops: (() => unknown)[] = [];
const doors: Record<string, Ask> = {};

const origin = "https://www.example.com";
const sound = JSON.stringify({ events: [{ id: "a1", name: "sign_up" }] });

beforeAll(async () => {
  stream = createServer((message, response) => {
    let body = "";
    message.on("data", (part) => {
      body += part;
    });
    message.on("end", () => {
      const { Records = [] } = JSON.parse(body) as { Records?: { Data: string }[] };
      if (isStreamWell) records.push(...Records.map(({ Data }) => Buffer.from(Data, "base64").toString()));
      const stored = {
        FailedRecordCount: 0,
        Records: Records.map(() => ({ SequenceNumber: "1", ShardId: "s" })),
      };
      response.writeHead(isStreamWell ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(isStreamWell ? stored : { __type: "ValidationException" }));
    });
  });
  await listen(stream);
  stops.push(() => stream.close());
  const env = {
    RIACHO_STREAM: "events",
    RIACHO_APPS: JSON.stringify({
      shop: { origins: ["https://*.example.com"], cookieDomain: "example.com" },
      closed: { origins: ["https://*.example.com"], off: true },
    }),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_KINESIS: `http://127.0.0.1:${toPort(stream)}`,
  };
  await buildCollector();
  const lambda = await startLambda("collector/dist/handler.mjs", env);
  stops.push(() => lambda.stop());
  doors.lambda = askLambda(lambda);
  doors["plain HTTP"] = askOverHttp(await startNode(env));
  doors.local = askOverHttp(await startLocal(lambda));
}, 60_000);
beforeEach(() => {
  isStreamWell = true;
  records.length = 0;
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const toPort = (server: Server): number => (server.address() as AddressInfo).port;

function askLambda(lambda: Lambda): Ask {
  return async ({ method, path, headers, body }) => {
    const bytes = Buffer.from(body as string);
    const request = { method, url: path, headers, body: bytes, sourceIp: "127.0.0.1" };
    const answer = fromGatewayResult(await lambda.invoke(toGatewayEvent(request, "1", Date.now())));
    return { ...answer, body: answer.body.toString() };
  };
}

async function startNode(env: Record<string, string>): Promise<number> {
  const child: ChildProcess = spawn("sh", ["examples/container/start.sh"], {
    env: { ...env, PATH: process.env.PATH, PORT: "0", RIACHO_DRAIN_MS: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  stops.push(async () => {
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
  if (!child.stdout) throw new Error("expected its output");
  for await (const line of createInterface(child.stdout)) return JSON.parse(line).port;
  throw new Error("expected a line that says the port");
}

async function startLocal(lambda: Lambda): Promise<number> {
  const door = createDoor({
    lambda,
    cookieDomain: "example.com",
    nextFault: () => null,
    onAnswer: () => {},
    log: () => {},
  });
  const server = createServer((message, response) => void door(message, response));
  await listen(server);
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return toPort(server);
}

/** Not by `fetch`, which refuses some methods and headers. */
const askOverHttp =
  (port: number): Ask =>
  ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const request = send({ port, host: "127.0.0.1", method, path, headers, agent: false }, (response) => {
        let text = "";
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      request.on("error", reject);
      request.end(body);
    });

const refusals: [string, Asked, number, RequestError][] = [
  ["an app that nobody knows", { path: "/v1/events?app=other" }, 403, "unknown_app"],
  ["no app", { path: "/v1/events" }, 403, "unknown_app"],
  ["another origin", { headers: { origin: "https://example.com.evil.example" } }, 403, "origin_not_allowed"],
  ["an app that is switched off", { path: "/v1/events?app=closed" }, 410, "app_off"],
  ["another path", { path: "/v2/events?app=shop" }, 404, "not_found"],
  ["another method", { method: "GET" }, 405, "method_not_allowed"],
  ["another method for a pixel", { path: "/v1/p.gif?app=shop" }, 405, "method_not_allowed"],
  [
    "a pixel on a page of another origin",
    { method: "GET", path: "/v1/p.gif?app=shop", headers: { origin: "https://example.org" } },
    403,
    "origin_not_allowed",
  ],
  ["a pixel of no app", { method: "GET", path: "/v1/p.gif" }, 403, "unknown_app"],
  ["no JSON", { body: "hello" }, 400, "body_invalid"],
  ["nothing", { body: "" }, 400, "body_invalid"],
  ["a body above the limit", { body: `"${"x".repeat(1024 * 1024)}"` }, 413, "body_too_large"],
  ["a gzip bomb", { body: gzipSync(Buffer.alloc(8 * 1024 * 1024)) }, 413, "body_too_large"],
  [
    "events above the limit",
    { body: JSON.stringify({ events: Array(501).fill({}) }) },
    413,
    "body_too_large",
  ],
];

test("each error that the reference names is asked for below", () => {
  const asked = new Set<string>(["stream_unavailable", ...refusals.map(([, , , error]) => error)]);
  expect([...asked].sort()).toEqual(Object.keys(requestErrors).sort());
});

describe.each(["lambda", "plain HTTP", "local"])("%s", (name) => {
  const ask = (asked: Asked = {}) =>
    (doors[name] as Ask)({
      method: "POST",
      path: "/v1/events?app=shop",
      body: asked.method === "GET" || asked.method === "OPTIONS" ? "" : sound,
      ...asked,
      headers: { origin, ...asked.headers },
    });

  test("says that it is well, and its version", async () => {
    const { status, body } = await ask({ method: "GET", path: "/v1/health" });
    expect([status, JSON.parse(body)]).toEqual([200, { status: "ok", version: "0.1.0" }]);
  });

  test.each([
    ["text/plain;charset=UTF-8"],
    ["application/json"],
    ["application/octet-stream"],
    ["application/x-www-form-urlencoded"],
    ["multipart/form-data; boundary=x"],
    [""],
  ])("takes a body of type %j, as text and as gzip", async (type) => {
    const headers: Record<string, string> = type ? { "content-type": type } : {};
    for (const body of [sound, gzipSync(sound)]) {
      const isText = typeof body === "string";
      // What is said to be text is read as text: gzip must not be said to be.
      if (!isText && /text|json/.test(type)) continue;
      records.length = 0;
      const { status, body: text } = await ask({ headers, body });
      expect([status, JSON.parse(text)]).toEqual([200, { accepted: 1, rejected: [] }]);
      expect(records.length).toBe(1);
      expect(JSON.parse(records[0] as string)).toMatchObject({ event_id: "a1", app_id: "shop" });
    }
  });

  test("takes the body that the reference shows", async () => {
    const { status, body } = await ask({ body: JSON.stringify(sampleBody) });
    expect([status, JSON.parse(body)]).toEqual([200, { accepted: 2, rejected: [] }]);
  });

  test("names of headers may be written in any way", async () => {
    const { headers } = await ask({ headers: { Origin: "https://a.example.com", "USER-AGENT": "A/1" } });
    expect(headers["access-control-allow-origin"]).toBe("https://a.example.com");
    expect(JSON.parse(records[0] as string)).toMatchObject({ user_agent: "A/1" });
  });

  test("a page may read every answer, Retry-After too", async () => {
    const cors = corsHeaders({ cookieDomain: "example.com" }, origin);
    expect((await ask()).headers).toMatchObject(cors);
    expect((await ask({ body: "x".repeat(2 * 1024 * 1024) })).headers).toMatchObject(cors);
    isStreamWell = false;
    const { status, headers, body } = await ask();
    expect([status, JSON.parse(body).error]).toEqual([503, "stream_unavailable"]);
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(headers).toMatchObject(cors);
  });

  test("a preflight is answered, for an allowed origin alone", async () => {
    const { status, headers } = await ask({ method: "OPTIONS" });
    expect([status, headers["access-control-allow-methods"]]).toEqual([204, "POST"]);
    const other = await ask({ method: "OPTIONS", headers: { origin: "https://example.org" } });
    expect([other.status, other.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
  });

  test("the visitor's cookie is renewed as one header of its own", async () => {
    const cookie = `theme=dark; riacho-shop=${encodeURIComponent('{"id":"v1"}')}`;
    const { headers } = await ask({ headers: { cookie } });
    expect(headers["set-cookie"]).toEqual([expect.stringContaining("Domain=example.com; Secure")]);
  });

  test.each(refusals)("refuses %s with a reason, and stores nothing", async (_, asked, status, error) => {
    const answer = await ask(asked);
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([status, error]);
    expect(records).toEqual([]);
  });

  test("a pixel is one event, answered with an image", async () => {
    const referer = "https://www.example.com/mail?token=secret";
    const path = "/v1/p.gif?app=shop&name=email_open&utm_campaign=may";
    const { status, headers, body } = await ask({ method: "GET", path, headers: { referer } });
    expect([status, headers["content-type"], body.slice(0, 6)]).toEqual([200, "image/gif", "GIF89a"]);
    expect(headers["cache-control"]).toBe("no-store");
    expect(JSON.parse(records[0] as string)).toMatchObject({
      event_id: expect.stringMatching(/^pixel-./),
      name: "email_open",
      page_url: "https://www.example.com/mail?token=",
      utm_campaign: "may",
    });
    isStreamWell = false;
    expect((await ask({ method: "GET", path })).status).toBe(503);
  });

  test("an event that is refused is a row, and its reason is in the answer", async () => {
    const { status, body } = await ask({ body: JSON.stringify({ events: [{ id: "a1" }] }) });
    expect([status, JSON.parse(body)]).toMatchObject([
      200,
      { accepted: 0, rejected: [{ index: 0, reason: "name_invalid" }] },
    ]);
    expect(JSON.parse(records[0] as string)).toMatchObject({ status: "rejected" });
  });
});

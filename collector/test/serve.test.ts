import { connect } from "node:net";
import { requestBytesMax } from "@riacho/contract/limits";
import { afterEach, expect, test, vi } from "vitest";
import type { HttpAnswer, HttpRequest } from "../src/collect.ts";
import { type CollectorServer, type ServeOptions, serve } from "../src/serve.ts";

const servers: CollectorServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  vi.restoreAllMocks();
});

const ok: HttpAnswer = { status: 200, headers: { "content-type": "application/json" }, body: "{}" };

async function start(
  answer: (request: HttpRequest) => Promise<HttpAnswer> = async () => ok,
  options: Partial<ServeOptions> = {},
): Promise<string> {
  const server = await serve(answer, { host: "127.0.0.1", drainMs: 0, ...options });
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

test("a request is handed on as it came: method, path, query, headers, cookies, bytes", async () => {
  const seen: HttpRequest[] = [];
  const url = await start(async (request) => {
    seen.push(request);
    return { ...ok, cookies: ["a=1; Path=/", "b=2"] };
  });
  const response = await fetch(`${url}/v1/events?app=shop&sent=1?2`, {
    method: "POST",
    headers: { "X-Twice": "1", cookie: "a=1; b=2=3" },
    body: Buffer.from([0x1f, 0x8b, 0xff]),
  });
  expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
  expect(seen[0]).toMatchObject({
    method: "POST",
    path: "/v1/events",
    cookies: ["a=1", "b=2=3"],
    body: Buffer.from([0x1f, 0x8b, 0xff]),
  });
  expect([...(seen[0] as HttpRequest).query]).toEqual([
    ["app", "shop"],
    ["sent", "1?2"],
  ]);
  expect(seen[0]?.headers).toMatchObject({ "x-twice": "1" });
  expect(seen[0]?.headers).not.toHaveProperty("cookie");
});

test("a body above the limit is refused, whatever its length was said to be, and never reaches the collector", async () => {
  const answer = vi.fn(async () => ok);
  const url = await start(answer);
  const response = await fetch(url, { method: "POST", body: Buffer.alloc(requestBytesMax + 1) });
  expect([response.status, (await response.json()).error]).toEqual([413, "body_too_large"]);
  expect(answer).not.toHaveBeenCalled();
});

test("stopped, it answers what has come, tells health first, and then takes nothing more", async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const url = await start(
    async ({ path }) => {
      if (path === "/v1/events") await slow;
      return ok;
    },
    { drainMs: 200 },
  );
  const underWay = fetch(`${url}/v1/events`, { method: "POST", body: "{}" });
  await fetch(`${url}/v1/health`).then(({ status }) => expect(status).toBe(200));
  let hasEnded = false;
  const stopped = servers[0]?.stop().then(() => {
    hasEnded = true;
  });
  const health = await fetch(`${url}/v1/health`);
  expect([health.status, health.headers.get("connection"), await health.json()]).toEqual([
    503,
    "close",
    { status: "stopping" },
  ]);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await expect(fetch(`${url}/v1/health`)).rejects.toThrow();
  expect(hasEnded).toBe(false);
  finish();
  expect((await underWay).status).toBe(200);
  await stopped;
});

test("a fault behind it is a 500 and one line in the log, and the server goes on", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  let isFirst = true;
  const url = await start(async () => {
    if (!isFirst) return ok;
    isFirst = false;
    throw new Error("boom");
  });
  expect((await fetch(url)).status).toBe(500);
  expect((await fetch(url)).status).toBe(200);
  expect(log.mock.calls.map(([line]) => JSON.parse(line).cause)).toEqual(["Error: boom"]);
});

/** What comes back for bytes written to the server's socket, until it closes the connection. */
async function write(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let came = "";
  for await (const part of socket) came += part;
  return came;
}

test("a body that never ends is given up", async () => {
  const url = await start(async () => ok, { requestMsMax: 300 });
  const came = await write(url, "POST /v1/events HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{");
  expect(came).toMatch(/^HTTP\/1\.1 408 /);
});

test.each([
  ["a flood of headers", `GET / HTTP/1.1\r\nhost: a\r\n${"x: y\r\n".repeat(10_000)}\r\n`, 431],
  ["no HTTP at all", "\u0016\u0003\u0001\r\n\r\n", 400],
  ["two lengths", "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}", 400],
  [
    "a length beside chunks",
    "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    400,
  ],
])("%s is refused before the collector", async (_, text, status) => {
  const answer = vi.fn(async () => ok);
  const url = await start(answer);
  expect(await write(url, text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).not.toHaveBeenCalled();
  expect((await fetch(url)).status).toBe(200);
});

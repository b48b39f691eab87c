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

test("a body above the limit reaches the collector as one, and little more of it than that", async () => {
  const lengths: number[] = [];
  const url = await start(async ({ body }) => {
    lengths.push(body.length);
    return ok;
  });
  await fetch(url, { method: "POST", body: Buffer.alloc(8 * requestBytesMax) });
  expect(lengths[0]).toBeGreaterThan(requestBytesMax);
  expect(lengths[0]).toBeLessThan(1.2 * requestBytesMax);
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

// How a pipeline begins and ends, and what it leaves when it cannot begin.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Pipeline, type PipelineOptions, startPipeline } from "../src/pipeline.ts";
import { openWarehouse } from "../src/warehouse/open-warehouse.ts";
import { withCollectorBundle } from "./server-bundle.ts";
import { listen } from "./server-listener.ts";
import { toBody } from "./server-pipeline.ts";
import { type Sent, send } from "./server-send.ts";

let dataDir: string;
let pipeline: Pipeline | undefined;
let logged: string[];

beforeAll(withCollectorBundle);
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "riacho-stop-"));
  logged = [];
});
afterEach(async () => {
  await pipeline?.stop();
  pipeline = undefined;
  await rm(dataDir, { recursive: true });
});

async function start(options: Partial<PipelineOptions> = {}): Promise<Pipeline> {
  const log = (message: string) => logged.push(message);
  pipeline = await startPipeline({ port: 0, dataDir, apps: ["shop"], origins: [], log, ...options });
  return pipeline;
}

const post = (url: string, body: string, agent: Agent | false = false) =>
  send(`${url}/v1/events?app=shop`, { method: "POST", body, agent });
const order = (url: string, faults: object) =>
  send(`${url}/local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });

/** Waits until events have come to the door so often, from now on. Its server is in this process. */
async function untilAtDoor(count: number): Promise<void> {
  const name = "http.server.request.start";
  let seen = 0;
  await new Promise<void>((resolve) => {
    subscribe(name, function listen(message) {
      const { url } = (message as { request: IncomingMessage }).request;
      if (!url?.startsWith("/v1/events") || ++seen < count) return;
      unsubscribe(name, listen);
      resolve();
    });
  });
  await sleep(20); // their bodies, which came with them, are read
}

async function takePort() {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { port, free: () => new Promise((done) => server.close(done)) };
}

async function findFreePort(): Promise<number> {
  const { port, free } = await takePort();
  await free();
  return port;
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await act();
  return performance.now() - before;
}

async function countEvents(): Promise<unknown> {
  const warehouse = await openWarehouse({ dataDir });
  const { rows } = await warehouse.query("select count(*) from events");
  await warehouse.close();
  return rows[0]?.[0];
}

describe("a stop", () => {
  test("is quick whoever is connected: listeners, idle connections, ones never used, ones left hanging", async () => {
    const { url, stop } = await start();
    const page = await listen(url);
    await fetch(url).then((response) => response.text()); // kept alive by the client
    const unused = connect(Number(new URL(url).port), "127.0.0.1");
    unused.on("error", () => {});
    await order(url, { door: { kind: "hang" } });
    const hanging = post(url, toBody("click").body);
    await untilAtDoor(1);
    expect(await timeOf(stop)).toBeLessThan(1_000);
    await page.ended;
    expect(await hanging).toMatchObject({ status: 0, error: "ECONNRESET" });
    expect(logged).toEqual([]);
  });

  test("lets requests under way be answered, and leaves what was answered for in files", async () => {
    const { url, stop } = await start();
    await order(url, { door: { kind: "delay", ms: 300 } });
    const requests = Array.from({ length: 20 }, () => post(url, toBody("click", "scroll").body));
    await untilAtDoor(20);
    await stop();
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses).toEqual(Array(20).fill(200));
    expect(await countEvents()).toBe(40);
  });

  test("under load loses nothing that was answered for: it is in files when the stop has ended", async () => {
    const { url, stop } = await start();
    let answered = 0;
    let isOver = false;
    const senders = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        const { body } = toBody("click");
        // Fetch keeps its connections, so that requests go on coming on them during the stop.
        const status = await fetch(`${url}/v1/events?app=shop`, { method: "POST", body }).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status === 200) answered++;
        else isOver = true;
      }
    });
    await sleep(300);
    await stop();
    isOver = true;
    await Promise.all(senders);
    expect(answered).toBeGreaterThan(5);
    // What was stored when its connection was cut was not answered for; it may be there besides.
    const stored = Number(await countEvents());
    expect(stored).toBeGreaterThanOrEqual(answered);
    expect(stored).toBeLessThanOrEqual(answered + 8);
  });

  test("takes no request that comes on a connection while others are still answered", async () => {
    const { url, stop } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await order(url, { door: { kind: "delay", ms: 700, times: 1 } });
    const slow = post(url, toBody("click").body);
    await untilAtDoor(1);
    await order(url, { door: { kind: "delay", ms: 200, times: 1 } });
    const busy = post(url, toBody("click").body, agent);
    await untilAtDoor(1);
    const stopped = stop();
    expect(await busy).toMatchObject({ status: 200 });
    await sleep(20); // the agent has its connection back
    expect(await post(url, toBody("click").body, agent)).toMatchObject({ status: 0, error: "ECONNRESET" });
    await stopped;
    expect(await slow).toMatchObject({ status: 200 });
    expect(await countEvents()).toBe(2);
  });

  test("waits only so long for a request that does not end, and for a stream that is down", async () => {
    const { url, stop } = await start();
    await post(url, toBody("click").body);
    await order(url, { door: { kind: "delay", ms: 60_000 }, stream: { isDown: true } });
    const slow = post(url, toBody("click").body);
    await untilAtDoor(1);
    expect(await timeOf(stop)).toBeLessThan(5_000);
    expect(await slow).toMatchObject({ status: 0 });
    await start();
    await expect.poll(countEvents, { timeout: 3_000, interval: 50 }).toBe(1);
  });

  test("that is asked for twice ends both times when all has ended", async () => {
    const { stop } = await start();
    await Promise.all([stop(), stop()]);
    await start(); // the folder is free
  });
});

describe("a start", () => {
  test("answers whoever is early", async () => {
    const port = await findFreePort();
    const url = `http://localhost:${port}`;
    const starting = start({ port });
    let first: Sent;
    do {
      first = await send(`${url}/v1/health`, { timeoutMs: 5_000 });
    } while (first.error === "ECONNREFUSED");
    expect(first).toMatchObject({ status: 200 });
    await starting;
  });

  test("on a taken port fails, leaves nothing running and the folder free", async () => {
    const { port, free } = await takePort();
    await expect(start({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await free();
    await start({ port });
  });

  test("with an origin that the collector refuses fails with its sentence, and leaves port and folder free", async () => {
    const port = await findFreePort();
    const origins = ["https://shop.example.com/path"];
    await expect(start({ port, origins })).rejects.toThrow('RIACHO_APPS: app "shop": expected "origins"');
    expect(await send(`http://localhost:${port}/`)).toMatchObject({ error: "ECONNREFUSED" });
    await start({ port });
  });

  test("on a folder that another pipeline has fails and does not disturb that one", async () => {
    const { url } = await start();
    const log = () => {};
    const second = startPipeline({ port: 0, dataDir, apps: ["shop"], origins: [], log });
    await expect(second).rejects.toThrow("is in use by process");
    expect((await post(url, toBody("click").body)).status).toBe(200);
  });
});

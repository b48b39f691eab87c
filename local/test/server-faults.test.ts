// Every fault at the door, over real HTTP, as a client meets it.

import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { DoorFault } from "../src/server/faults.ts";
import { type Listener, listen } from "./server-listener.ts";
import { pageOrigin, startTestPipeline, type TestPipeline, toBody } from "./server-pipeline.ts";
import { send } from "./server-send.ts";

let pipeline: TestPipeline;
let page: Listener;

beforeAll(async () => {
  pipeline = await startTestPipeline();
  page = await listen(pipeline.url);
});
afterEach(() => pipeline.order({}));
afterAll(async () => {
  page.leave();
  await pipeline.remove();
});

async function post(body: string | Buffer, { timeoutMs = 5_000, type = "text/plain" } = {}) {
  const headers = { origin: pageOrigin, "content-type": type };
  return send(`${pipeline.url}/v1/events?app=shop`, { method: "POST", headers, body, timeoutMs });
}

/** Those of the ids that were stored, known by an event that was posted after them. */
async function storedOf(ids: readonly string[]): Promise<string[]> {
  await pipeline.order({});
  const last = toBody("last");
  await post(last.body);
  const seen = () => page.rows.map((row) => String(row.event_id));
  await expect.poll(seen, { timeout: 2_000, interval: 10 }).toContain(last.ids[0]);
  return ids.filter((id) => seen().includes(id));
}

/** What a client meets under a fault, and whether its event was stored all the same. */
async function meet(door: DoorFault, options?: { timeoutMs: number }) {
  await pipeline.order({ door });
  const { body, ids } = toBody("click");
  const sent = await post(body, options);
  return { ...sent, isStored: (await storedOf(ids)).length === 1 };
}

describe("the fault", () => {
  test("delay answers late, and stores", async () => {
    const before = performance.now();
    expect(await meet({ kind: "delay", ms: 200 })).toMatchObject({ status: 200, isStored: true });
    expect(performance.now() - before).toBeGreaterThan(195);
  });

  test("drop ends the connection without a byte", async () => {
    expect(await meet({ kind: "drop" })).toMatchObject({ status: 0, error: "ECONNRESET", isStored: false });
  });

  test("reset resets the connection", async () => {
    expect(await meet({ kind: "reset" })).toMatchObject({ status: 0, error: "ECONNRESET", isStored: false });
  });

  test("answer_lost resets the connection too, but the event is stored", async () => {
    expect(await meet({ kind: "answer_lost" })).toMatchObject({
      status: 0,
      error: "ECONNRESET",
      isStored: true,
    });
  });

  test("kill ends the function at work: a 500 that tells nothing, as of AWS, and the next request finds a new one", async () => {
    await pipeline.order({ door: { kind: "kill", ms: 20, times: 1 }, stream: { delayMs: 300 } });
    const { status, text } = await post(toBody("click").body);
    expect([status, text]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(pipeline.logged.splice(0)).toEqual([expect.stringContaining("the function's thread ended")]);
    await pipeline.order({});
    expect((await post(toBody("click").body)).status).toBe(200);
  });

  test("hang never answers", async () => {
    const met = await meet({ kind: "hang" }, { timeoutMs: 300 });
    expect(met).toMatchObject({ status: 0, error: "timeout", isStored: false });
  });

  test.each([503, 429, 404, 403])(
    "status %i stores nothing, and a page of another origin can read it",
    async (status) => {
      const met = await meet({ kind: "status", status });
      expect(met).toMatchObject({
        status,
        isStored: false,
        headers: { "access-control-allow-origin": pageOrigin },
      });
      expect(met.headers).not.toHaveProperty("retry-after");
    },
  );

  test("status 403 is no origin that was refused, and the owner is not told of one", async () => {
    await meet({ kind: "status", status: 403 });
    expect(pipeline.logged).toEqual([]);
  });

  test("status with retry_after says it where a page of another origin can read it", async () => {
    const { status, headers } = await meet({ kind: "status", status: 429, retry_after: 7 });
    expect(status).toBe(429);
    expect(headers).toMatchObject({ "retry-after": "7", "access-control-expose-headers": "retry-after" });
  });

  test("html is a 200 of somebody else", async () => {
    const { status, headers, text, isStored } = await meet({ kind: "html" });
    expect({ status, isStored, type: headers["content-type"] }).toEqual({
      status: 200,
      isStored: false,
      type: "text/html",
    });
    expect(text).toMatch(/^<!doctype html>/);
  });

  test("opaque stores, and answers what a page of another origin cannot read", async () => {
    const { status, headers, isStored } = await meet({ kind: "opaque" });
    expect({ status, isStored }).toEqual({ status: 200, isStored: true });
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });

  test("text destroys what is compressed, and leaves alone what is text", async () => {
    await pipeline.order({ door: { kind: "text" } });
    const type = "application/octet-stream";
    const [compressed, plain] = [toBody("click"), toBody("café")];
    const refused = await post(gzipSync(compressed.body), { type });
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text)).toMatchObject({ error: "body_invalid" });
    expect((await post(plain.body, { type })).status).toBe(200);
    expect(await storedOf([...compressed.ids, ...plain.ids])).toEqual(plain.ids);
  });
});

describe("an order", () => {
  const statuses = async (count: number) => {
    const met = [];
    for (let i = 0; i < count; i++) met.push((await post(toBody("click").body)).status);
    return met;
  };

  test("holds for as many requests as it says", async () => {
    await pipeline.order({ door: { kind: "status", status: 503, times: 2 } });
    expect(await statuses(3)).toEqual([503, 503, 200]);
  });

  test("holds for all without a number, until {} ends it", async () => {
    await pipeline.order({ door: { kind: "status", status: 503 } });
    expect(await statuses(3)).toEqual([503, 503, 503]);
    expect((await pipeline.order({})).status).toBe(200);
    expect(await statuses(1)).toEqual([200]);
  });

  test("takes the place of the one before, the stream's faults included", async () => {
    await pipeline.order({ door: { kind: "status", status: 503, times: 5 }, stream: { failedCalls: 1 } });
    await pipeline.order({ door: { kind: "status", status: 404, times: 1 } });
    expect(await statuses(2)).toEqual([404, 200]);
  });

  test("is for POSTs: preflights and health are spared, and cost none of its number", async () => {
    await pipeline.order({ door: { kind: "status", status: 503, times: 1 } });
    expect((await send(`${pipeline.url}/v1/health`)).status).toBe(200);
    const preflight = { method: "OPTIONS", headers: { origin: pageOrigin } };
    expect((await send(`${pipeline.url}/v1/events?app=shop`, preflight)).status).toBe(204);
    expect(await statuses(2)).toEqual([503, 200]);
  });

  test("is answered with what was understood", async () => {
    const order = { door: { kind: "delay", ms: 1, times: 1 }, stream: { delayMs: 5 } } as const;
    const answer = await pipeline.order(order);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(order);
  });

  test.each([
    ["", "expected JSON: "],
    ["{", "expected JSON: "],
    ["null", "faults: expected an object, got null"],
    ["[]", "faults: expected an object, got []"],
    ['{"dor":{}}', 'expected "door" and "stream", got "dor"'],
    ['{"door":"drop"}', 'door: expected an object, got "drop"'],
    [
      '{"door":{}}',
      "door.kind: expected one of delay, drop, reset, answer_lost, kill, hang, status, html, opaque, text, got undefined",
    ],
    ['{"door":{"kind":"slow"}}', 'got "slow"'],
    ['{"door":{"kind":"drop","time":1}}', 'expected kind, times, ms, status, retry_after, got "time"'],
    ['{"door":{"kind":"delay"}}', "door.ms: expected a whole number from 0 to 600000, got undefined"],
    ['{"door":{"kind":"kill"}}', "door.ms: expected a whole number from 0 to 600000, got undefined"],
    ['{"door":{"kind":"delay","ms":-1}}', "door.ms: expected a whole number from 0 to 600000, got -1"],
    ['{"door":{"kind":"status"}}', "door.status: expected a whole number from 300 to 599, got undefined"],
    ['{"door":{"kind":"status","status":200}}', "got 200"],
    ['{"door":{"kind":"status","status":"503"}}', 'got "503"'],
    [
      '{"door":{"kind":"status","status":429,"retry_after":"1"}}',
      "door.retry_after: expected a whole number",
    ],
    ['{"door":{"kind":"drop","times":0}}', "door.times: expected a whole number from 1 to 1000000, got 0"],
    [
      '{"stream":{"isUp":true}}',
      'stream: expected throttledRecords, throttledCalls, failedCalls, resetCalls, lostAnswers, delayMs, isDown, got "isUp"',
    ],
    ['{"stream":{"__proto__":{}}}', 'got "__proto__"'],
    ['{"stream":{"isDown":1}}', "stream.isDown: expected true or false, got 1"],
    ['{"stream":{"failedCalls":30}}', "stream.failedCalls: expected a share from 0 to 1, got 30"],
    ['{"stream":{"failedCalls":"1"}}', 'stream.failedCalls: expected a share from 0 to 1, got "1"'],
    ['{"stream":{"delayMs":-5}}', "stream.delayMs: expected a whole number from 0 to 600000, got -5"],
  ])("that is wrong is refused and changes nothing: %s", async (order, message) => {
    const answer = await pipeline.order(order);
    expect(answer.status).toBe(400);
    expect((await answer.json()) as object).toEqual({ message: expect.stringContaining(message) });
    expect(await statuses(1)).toEqual([200]);
  });

  test("of a type that pages elsewhere may send unasked is refused", async () => {
    for (const type of [
      "text/plain",
      "text/plain; application/json",
      "application/x-www-form-urlencoded",
      "application/jsonp",
    ]) {
      const answer = await pipeline.order('{"stream":{"isDown":true}}', { "content-type": type });
      expect(answer.status).toBe(415);
      expect(await answer.json()).toEqual({ message: "expected content-type: application/json" });
    }
    expect((await pipeline.order("{}", { "content-type": "application/json; charset=utf-8" })).status).toBe(
      200,
    );
  });

  test("that is too long is refused", async () => {
    expect((await pipeline.order(" ".repeat(70_000))).status).toBe(413);
  });
});

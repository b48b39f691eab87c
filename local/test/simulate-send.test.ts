import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { parseRequest } from "@riacho/contract/parse";
import { afterEach, describe, expect, it } from "vitest";
import { drawHistory, type VisitorHistory } from "../src/simulation/history.ts";
import { nextRetryDelayMs } from "../src/simulation/retry-delay.ts";
import { createSend } from "../src/simulation/send.ts";
import { sendHistory } from "../src/simulation/send-history.ts";
import { toSummary } from "../src/simulation/summary.ts";
import { workThrough } from "../src/simulation/work-through.ts";

interface Received {
  url: URL;
  headers: IncomingMessage["headers"];
  body: string;
}

/** What the server does with a request, by its number from 0. */
type Behave = (number: number, received: Received, response: ServerResponse) => void | Promise<void>;

let stopServer: (() => Promise<void>) | undefined;
afterEach(() => stopServer?.());

/** A collector's stand-in on a free port that keeps a log. */
async function startServer(behave: Behave): Promise<{ origin: string; log: Received[] }> {
  const log: Received[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const received = { url, headers: request.headers, body: await text(request) };
    log.push(received);
    await behave(log.length - 1, received, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stopServer = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log };
}

/** Stores by the contract, as the collector does. */
function createStore() {
  const stored: string[] = [];
  function store({ body }: Received): string {
    const request = parseRequest(JSON.parse(body));
    if (!request.ok) throw new Error(`expected a request, got ${request.message}`);
    const rejected = request.events.flatMap((event, index) => {
      if (event.status === "rejected") return [{ index, reason: event.reason, message: event.message }];
      stored.push(event.id);
      return [];
    });
    return JSON.stringify({ accepted: request.events.length - rejected.length, rejected });
  }
  return { stored, store };
}

const until = Date.UTC(2026, 2, 15, 18);
function drawVisitors(origin: string, visitors = 60): VisitorHistory[] {
  return [...drawHistory({ visitors, seed: 4, from: until - 5 * 24 * 60 * 60 * 1000, until, origin })];
}

function toIds(history: readonly VisitorHistory[]): string[] {
  return history
    .flatMap(({ sessions }) => sessions.flat())
    .flatMap(({ kind, event }) => (kind === "sound" ? [event.id] : []));
}

function send(
  origin: string,
  history: Iterable<VisitorHistory>,
  { stop = new AbortController(), triesMax = 5 } = {},
) {
  const delays: number[] = [];
  const sending = sendHistory(history, {
    send: createSend({ origin, app: "shop" }),
    triesMax,
    random: () => 0.5,
    async wait(ms) {
      delays.push(ms); // not really waited for
      return !stop.signal.aborted;
    },
    concurrency: 4,
    stop,
    onProgress() {},
  });
  return { sending, delays };
}

describe("sending", () => {
  it("asks as the page of a browser would, with the real clock in `sent`", async () => {
    const { store } = createStore();
    const { origin, log } = await startServer((_, received, response) => void response.end(store(received)));
    const history = drawVisitors(origin, 10);
    const before = Date.now();
    await send(origin, history).sending;
    expect(log.length).toBeGreaterThan(9);
    const userAgents = new Set(history.map(({ userAgent }) => userAgent));
    for (const { url, headers } of log) {
      expect(url.pathname).toBe("/v1/events");
      expect(url.searchParams.get("app")).toBe("shop");
      expect(Number(url.searchParams.get("sent"))).toBeGreaterThanOrEqual(before);
      expect(Number(url.searchParams.get("sent"))).toBeLessThanOrEqual(Date.now());
      expect(headers["content-type"]).toBe("text/plain;charset=UTF-8");
      expect(headers.origin).toBe(origin);
      expect(userAgents.has(headers["user-agent"] ?? "")).toBe(true);
    }
  });

  it("loses nothing to 503, resets, lost answers and somebody else's page, and counts right", async () => {
    const { stored, store } = createStore();
    let copies = 0;
    const { origin } = await startServer((number, received, response) => {
      const count = JSON.parse(received.body).events.length;
      const fault = ["busy", "none", "reset", "none", "stored, then reset", "html", "none"][number % 7];
      if (fault !== "none") copies += count;
      switch (fault) {
        case "busy":
          return void response
            .writeHead(503, { "retry-after": "2" })
            .end('{"error":"stream_unavailable","message":""}');
        case "reset":
          return void response.destroy();
        case "stored, then reset":
          store(received);
          return void response.destroy();
        case "html":
          return void response.end("<!doctype html><title>Sign in to the network</title>");
        default:
          response.end(store(received));
      }
    });
    const history = drawVisitors(origin);
    const { sending, delays } = send(origin, history, { triesMax: 30 }); // one batch may meet many faults
    const { tally, end } = await sending;

    expect(end).toEqual({ kind: "finished" });
    const ids = toIds(history);
    expect(new Set(stored)).toEqual(new Set(ids));
    const broken = history.flatMap(({ sessions }) => sessions.flat()).filter(({ kind }) => kind === "broken");
    expect(tally).toMatchObject({
      visitors: history.length,
      bots: history.filter(({ kind }) => kind === "bot").length,
      sessions: history.flatMap(({ sessions }) => sessions).length,
      events: ids.length + broken.length,
      accepted: ids.length,
      copies,
    });
    expect(Object.values(tally.rejected).reduce((sum, count) => sum + count, 0)).toBe(broken.length);
    expect(Object.values(tally.days).reduce((sum, count) => sum + count, 0)).toBe(ids.length);
    expect(delays.filter((delay) => delay >= 2_000).length).toBeGreaterThan(0);
  });

  it("stops at once when the collector refuses for good, with its own words", async () => {
    const { origin, log } = await startServer(
      (_, __, response) =>
        void response.writeHead(403).end('{"error":"unknown_app","message":"expected ?app= to be known"}'),
    );
    const { tally, end } = await send(origin, drawVisitors(origin)).sending;
    expect(end).toEqual({ kind: "given_up", cause: "status 403, unknown_app: expected ?app= to be known" });
    expect(log.length).toBeLessThanOrEqual(4);
    expect(tally).toMatchObject({ events: 0, copies: 0 });
  });

  it("gives up after its tries", async () => {
    const { origin, log } = await startServer((_, __, response) => void response.writeHead(503).end());
    const { end } = await send(origin, drawVisitors(origin)).sending;
    expect(end).toEqual({ kind: "given_up", cause: "5 tries, the last: status 503, not the collector's" });
    expect(log.length).toBeLessThanOrEqual(4 * 5);
  });

  it("does not take a 404 of somebody else's for the collector's last word", async () => {
    const { store } = createStore();
    const { origin } = await startServer((number, received, response) => {
      if (number > 0) response.end(store(received));
      else response.writeHead(404).end("<h1>Not found</h1>");
    });
    const { tally, end } = await send(origin, drawVisitors(origin, 3)).sending;
    expect(end).toEqual({ kind: "finished" });
    expect(tally.copies).toBeGreaterThan(0);
  });

  it("finishes what is on the wire when stopped, and says how far it came", async () => {
    const { stored, store } = createStore();
    const stop = new AbortController();
    const { origin } = await startServer(async (number, received, response) => {
      if (number === 10) stop.abort();
      await sleep(5);
      response.end(store(received));
    });
    const { tally, end } = await send(origin, drawVisitors(origin), { stop }).sending;
    expect(end).toEqual({ kind: "stopped" });
    expect(tally.accepted).toBe(stored.length);
    expect(tally.visitors).toBeLessThan(60);
  });
});

describe("the delay before another try", () => {
  it("is at least what the collector asked for", () => {
    expect(nextRetryDelayMs(1, 5_000, () => 0)).toBe(5_000);
    expect(nextRetryDelayMs(1, 5_000, () => 0.99)).toBeGreaterThan(5_000);
  });

  it("grows, and stays bounded however often it was tried", () => {
    const delays = [1, 2, 3, 40, 2_000].map((tries) => nextRetryDelayMs(tries, null, () => 1));
    expect(delays).toEqual([250, 500, 1_000, 8_000, 8_000]);
  });
});

it("works on no more than so many at a time, and on each once", async () => {
  const done: number[] = [];
  let active = 0;
  let activeMax = 0;
  const items = Array.from({ length: 50 }, (_, index) => index);
  await workThrough(
    items,
    async (item) => {
      activeMax = Math.max(activeMax, ++active);
      await sleep(item % 3);
      active--;
      done.push(item);
    },
    { concurrency: 6, signal: new AbortController().signal },
  );
  expect(done.sort((a, b) => a - b)).toEqual(items);
  expect(activeMax).toBe(6);
});

it("a summary of nothing is a summary", async () => {
  const { tally } = await send("http://localhost", []).sending;
  expect(toSummary(tally, 0)).toContain("events    0 in 0.0 s");
  expect(toSummary(tally, 0)).not.toMatch(/NaN|Infinity/);
});

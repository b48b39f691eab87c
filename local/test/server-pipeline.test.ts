// The whole pipeline in one process: what goes in at the door comes out on the live page and in SQL.

import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Row } from "@riacho/contract/columns";
import { requestBytesMax } from "@riacho/contract/limits";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Listener, listen } from "./server-listener.ts";
import { pageOrigin, startTestPipeline, type TestPipeline, toBody } from "./server-pipeline.ts";
import { send } from "./server-send.ts";

/** What is promised: pushed within a second of the answer, in SQL within five. */
const pushed = { timeout: 1_000, interval: 10 };
const stored = { timeout: 5_000, interval: 50 };

/** Counters are told at most every 100 ms. */
const toldGapMs = 150;

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

const rowOf = (id: string | undefined) => page.rows.find(({ event_id }) => event_id === id);
const toList = (ids: readonly unknown[]) => ids.map((id) => `'${id}'`).join(", ");
const countStored = (ids: readonly unknown[]) =>
  pipeline.select(`select count(*) from rows where event_id in (${toList(ids)})`);

/** How much a counter grows while something is done. */
async function growth(counter: keyof NonNullable<Listener["counters"]>, act: () => Promise<unknown>) {
  await sleep(toldGapMs); // what was counted before is told by now
  const before = page.counters?.[counter] ?? 0;
  await act();
  return () => (page.counters?.[counter] ?? 0) - before;
}

interface DashboardAnswer {
  computed_at: number;
  tiles: { id: string; rows: unknown[][] }[];
}

async function readTile(id: string): Promise<unknown> {
  const dashboard = (await (await fetch(`${pipeline.url}/local/dashboard`)).json()) as DashboardAnswer;
  return dashboard.tiles.find((tile) => tile.id === id)?.rows[0]?.[0];
}

describe("an event that was answered for", () => {
  test("is pushed to the live page within a second and in SQL within five", async () => {
    const { body, ids } = toBody("page_view");
    const answer = await pipeline.post(body);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ accepted: 1, rejected: [] });
    await expect
      .poll(() => rowOf(ids[0]), pushed)
      .toMatchObject({ name: "page_view", status: "accepted", app_id: "shop" });
    await expect
      .poll(() => pipeline.select(`select name from events where event_id = '${ids[0]}'`), stored)
      .toEqual(["page_view"]);
  });

  test("has with it what the collector knows, on the live page and in SQL", async () => {
    const facts = { page_url: `${pageOrigin}/mug?token=a1`, page_referrer: "https://www.google.com/" };
    await pipeline.post(JSON.stringify({ facts, events: [{ id: "enriched", name: "page_view" }] }));
    const known = {
      channel: "organic_search",
      ip: "127.0.0.0",
      is_bot: true,
      page_url: `${pageOrigin}/mug?token=`,
    };
    await expect.poll(() => rowOf("enriched"), pushed).toMatchObject(known);
    const sql = `select channel || ' ' || ip || ' ' || cast(is_bot as varchar) || ' ' || page_url from events
      where event_id = 'enriched' and country is null`;
    await expect.poll(() => pipeline.select(sql), stored).toEqual([Object.values(known).join(" ")]);
  });

  test("is in the counters and on the dashboard", async () => {
    const before = Number(await readTile("events"));
    const accepted = await growth("accepted", () => pipeline.post(toBody("click", "scroll").body));
    await expect.poll(accepted, pushed).toBe(2);
    await expect.poll(() => readTile("events"), stored).toBe(before + 2);
  });

  test("and was rejected is pushed too, with its reason, what was expected, and what came", async () => {
    const id = `rejected-${process.pid}`;
    const rejected = await growth("rejected", () =>
      pipeline.post(JSON.stringify({ events: [{ id, name: "" }] })),
    );
    await expect
      .poll(() => rowOf(id), pushed)
      .toMatchObject({ status: "rejected", reason: "name_invalid", raw: `{"id":"${id}","name":""}` });
    expect(rowOf(id)?.message).toContain("expected");
    await expect.poll(rejected, pushed).toBe(1);
  });

  test("is still there after a stop and a start, even if the stop came right after the answer", async () => {
    const { body, ids } = toBody("purchase");
    await pipeline.post(body);
    await pipeline.restart();
    expect(await pipeline.select(`select name from events where event_id = '${ids[0]}'`)).toEqual([
      "purchase",
    ]);
    await page.ended;
    page = await listen(pipeline.url);
    const again = toBody("refund");
    expect((await pipeline.post(again.body)).status).toBe(200);
    await expect.poll(() => countStored([...ids, ...again.ids]), stored).toEqual([2]);
  });

  test("is shown to a page that comes later", async () => {
    const { body, ids } = toBody("sign_up");
    await pipeline.post(body);
    await expect.poll(() => rowOf(ids[0]), pushed).toBeDefined();
    const late = await listen(pipeline.url);
    await expect.poll(() => late.rows.map((row) => row.event_id), pushed).toContain(ids[0]);
    late.leave();
  });
});

describe("a stream in trouble", () => {
  test("that is down is a 503 that a page can read; then all goes on and nothing is lost", async () => {
    const before = toBody("page_view");
    await pipeline.post(before.body);
    await pipeline.order({ stream: { isDown: true } });
    const during = toBody("page_view");
    const refused = await pipeline.post(during.body);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: "stream_unavailable" });
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      "retry-after": expect.stringMatching(/^\d+$/),
      "access-control-allow-origin": pageOrigin,
      "access-control-expose-headers": "retry-after",
    });
    await pipeline.order({});
    expect((await pipeline.post(during.body)).status).toBe(200);
    await expect.poll(() => countStored([...before.ids, ...during.ids]), stored).toEqual([2]);
  });

  test("that throttles 30 % of the records: what was answered 200 is stored exactly once, the rest not at all", async () => {
    await pipeline.order({ stream: { throttledRecords: 0.3 } });
    const answered: string[] = [];
    const refused: string[] = [];
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        const { body, ids } = toBody("click", "scroll");
        const { status } = await pipeline.post(body);
        expect([200, 503]).toContain(status);
        (status === 200 ? answered : refused).push(...ids);
      }),
    );
    await pipeline.order({});
    expect(answered.length).toBeGreaterThan(80);
    await expect.poll(() => countStored(answered), stored).toEqual([answered.length]);
    const distinct = `select count(distinct event_id) from rows where event_id in (${toList(answered)})`;
    expect(await pipeline.select(distinct)).toEqual([answered.length]);
    expect(await countStored(["none", ...refused])).toEqual([0]);
  });
});

describe("a body", () => {
  test("is taken as text, as octets and as gzip, with a type or without, its letters unharmed", async () => {
    const octets = { "content-type": "application/octet-stream" };
    const cases: [(body: string) => string | Buffer, Record<string, string>][] = [
      [String, { "content-type": "application/json" }],
      [String, octets],
      [String, {}],
      [gzipSync, octets],
      [gzipSync, {}],
      [gzipSync, { "content-type": "text/plain", "content-encoding": "gzip" }],
    ];
    const name = "rio são joão 🏞";
    const ids = cases.map(async ([encode, headers]) => {
      const { body, ids } = toBody(name);
      const url = `${pipeline.url}/v1/events?app=shop`;
      const { status } = await send(url, { method: "POST", headers, body: encode(body) });
      expect({ headers, status }).toEqual({ headers, status: 200 });
      return ids[0];
    });
    const names = (await Promise.all(ids)).map((id) => () => rowOf(id)?.name);
    await expect.poll(() => names.map((read) => read()), pushed).toEqual(cases.map(() => name));
  });

  test("as gzip that says it is text is lost on the way: 400, so that it is sent plain", async () => {
    expect((await pipeline.post(gzipSync(toBody("click").body))).status).toBe(400);
  });

  test("over the contract's limit is a 413 that a page can read", async () => {
    const answer = await pipeline.post(" ".repeat(requestBytesMax + 1));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: "body_too_large" });
    expect(answer.headers.get("access-control-allow-origin")).toBe(pageOrigin);
  });

  test("over API Gateway's 10 MB is a 413 of its own, which the collector never sees", async () => {
    const requests = await growth("requests", async () => {
      const answer = await pipeline.post(Buffer.alloc(10 * 1024 * 1024 + 1));
      expect(answer.status).toBe(413);
      expect(await answer.json()).toEqual({ message: "Request Entity Too Large" });
    });
    await sleep(toldGapMs);
    expect(requests()).toBe(0);
  });

  test("whose sender leaves in the middle hurts nobody", async () => {
    const socket = connect(Number(new URL(pipeline.url).port), "127.0.0.1");
    const head = "POST /v1/events?app=shop HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n";
    await new Promise<void>((done) => socket.write(`${head}{"events":[`, () => done()));
    await sleep(20);
    socket.resetAndDestroy();
    expect((await pipeline.post(toBody("click").body)).status).toBe(200);
  });
});

test("hostile names and props come to the page as JSON on one line, unharmed", async () => {
  const name = `<img src=x onerror=alert(1)>'; drop table rows; --`;
  const text = "\u2028\u2029\r\n\ndata: {}\n\nevent: rows\n\u202e</script>";
  // The collector replaces NUL, which not every reader of Parquet takes.
  const props = { [text]: `${text}\u0000`, __proto__key: "'\"; select 1" };
  const events = [{ id: `hostile-${process.pid}`, name, page_title: text, props }];
  expect((await pipeline.post(JSON.stringify({ events }))).status).toBe(200);
  await expect.poll(() => rowOf(events[0]?.id), pushed).toBeDefined();
  const row = rowOf(events[0]?.id) as Row;
  expect(row.name).toBe(name);
  expect(JSON.parse(String(row.props))).toEqual({ ...props, [text]: `${text}\ufffd` });
  expect(page.text.split(`hostile-${process.pid}`)).toHaveLength(2);
  const sql = `select name from events where event_id = '${events[0]?.id}'`;
  await expect.poll(() => pipeline.select(sql), stored).toEqual([name]);
});

describe("who may ask", () => {
  test.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "evil.example:8080"])(
    "a request to the host '%s' is refused everywhere: the name may have been pointed here (DNS rebinding)",
    async (host) => {
      for (const path of ["/", "/v1/health", "/local/live", "/local/dashboard"]) {
        const { status, text } = await send(pipeline.url + path, { headers: { host } });
        expect(status).toBe(403);
        expect(JSON.parse(text)).toEqual({ message: "expected a request to localhost" });
      }
    },
  );

  test("an origin that is not allowed, or an unknown app, gets nothing in, and the owner is told which", async () => {
    const { body, ids } = toBody("click");
    expect((await pipeline.post(body, { origin: "https://evil.example" })).status).toBe(403);
    const { status } = await send(`${pipeline.url}/v1/events?app=none`, { method: "POST", body });
    expect(status).toBe(403);
    expect(pipeline.logged.join("\n")).toContain("https://evil.example");
    const later = toBody("click");
    await pipeline.post(later.body);
    await expect.poll(() => rowOf(later.ids[0]), pushed).toBeDefined();
    expect(ids.map(rowOf)).toEqual([undefined]);
  });

  test("the pipeline's own pages may send, by either of its names", async () => {
    for (const origin of [pipeline.url, pipeline.url.replace("localhost", "127.0.0.1")]) {
      expect((await pipeline.post(toBody("click").body, { origin })).status).toBe(200);
    }
  });
});

describe("what is not there", () => {
  test.each([
    "/nothing",
    "/shop/nothing.html",
    "/%",
    "/%2e%2e/%2e%2e/package.json",
    "/shop/..%2f..%2fpackage.json",
    "/local/faults",
  ])("%s is a 404 as JSON", async (path) => {
    const { port } = new URL(pipeline.url);
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve) => {
      // A path as it is: every client would tidy it.
      const socket = connect(Number(port), "127.0.0.1");
      let text = "";
      socket.on("data", (part) => {
        text += part;
      });
      socket.on("end", () => resolve({ status: Number(text.slice(9, 12)), text }));
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    });
    expect(status).toBe(404);
    expect(text).toContain(JSON.stringify({ message: `nothing here: ${path}` }));
  });

  test("below /v1/ is the collector's 404", async () => {
    const answer = await fetch(`${pipeline.url}/v1/nothing`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: "not_found" });
  });
});

test("pages come with a policy under which nothing runs that is not theirs", async () => {
  for (const path of ["/", "/shop/"]) {
    const { headers } = await send(pipeline.url + path);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  }
});

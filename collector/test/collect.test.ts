import { gzipSync } from "node:zlib";
import { type Answer, type ErrorAnswer, readAnswer } from "@riacho/contract/answer";
import { columns, type Row } from "@riacho/contract/columns";
import { rawBytesMax, requestBytesMax } from "@riacho/contract/limits";
import { describe, expect, test } from "vitest";
import { collect, type HttpRequest, toUnavailable } from "../src/collect.ts";
import { readConfig } from "../src/config.ts";

const config = readConfig({
  RIACHO_STREAM: "events",
  RIACHO_APPS: JSON.stringify({
    shop: { origins: ["https://shop.example.com", "https://*.example.org"] },
    closed: { origins: ["https://shop.example.com"], off: true },
  }),
});
const now = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

function post(body: string | Uint8Array | object, change: Partial<HttpRequest> & { search?: string } = {}) {
  const { search = `app=shop&sent=${now}`, ...rest } = change;
  const bytes = body instanceof Uint8Array ? body : typeof body === "string" ? body : JSON.stringify(body);
  const request: HttpRequest = {
    id: "r1",
    method: "POST",
    path: "/v1/events",
    query: new URLSearchParams(search),
    headers: { origin: "https://shop.example.com", "user-agent": "Test/1" },
    cookies: [],
    peer: "203.0.113.77",
    body: Buffer.from(bytes),
    ...rest,
  };
  const { answer, records } = collect(request, config, now);
  const text = Buffer.concat(records).toString();
  const rows: Row[] = text
    ? text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
    : [];
  return {
    ...answer,
    body: answer.body ? JSON.parse(String(answer.body)) : null,
    text: answer.body,
    records,
    rows,
  };
}

const sound = { events: [{ id: "a1", name: "sign_up", time: now - 1000 }] };

describe("a sound request", () => {
  test("becomes one record with a row an event, and an answer the SDK can read", () => {
    const event = { id: "a1", name: "sign_up", time: now - 1000, seq: 3, props: { plan: "pro" } };
    const { status, rows, records, text } = post({
      facts: { page_path: "/join", visitor_id: "v" },
      events: [event, { id: "a2", name: "page_view" }],
    });
    expect(status).toBe(200);
    expect(readAnswer(String(text), 2)).toEqual({ accepted: 2, rejected: [] } satisfies Answer);
    expect(records.length).toBe(1);
    expect(rows).toEqual([
      {
        event_id: "a1",
        app_id: "shop",
        name: "sign_up",
        status: "accepted",
        event_at: "2026-01-02 03:04:04.006",
        received_at: "2026-01-02 03:04:05.006",
        client_at: "2026-01-02 03:04:04.006",
        sent_at: "2026-01-02 03:04:05.006",
        page_path: "/join",
        visitor_id: "v",
        seq: 3,
        props: '{"plan":"pro"}',
        user_agent: "Test/1",
        collector_version: "0.1.0",
        ip: "203.0.113.0",
        is_bot: true,
        device_class: "bot",
      },
      expect.objectContaining({
        event_id: "a2",
        event_at: "2026-01-02 03:04:05.006",
        flags: "event_at:missing",
      }),
    ]);
  });

  test("names no column that the contract lacks", () => {
    const { rows } = post({ events: [{ id: "a", name: "b", whatever: 1 }, { name: "no id" }] });
    const known = new Set<string>(columns.map(({ name }) => name));
    expect(rows.flatMap(Object.keys).filter((name) => !known.has(name))).toEqual([]);
  });

  test("may be gzip, recognised by its first bytes", () => {
    expect(post(gzipSync(JSON.stringify(sound))).rows).toEqual(post(sound).rows);
  });

  test("without Origin comes from no page and is taken, without CORS headers", () => {
    const { status, headers } = post(sound, { headers: {} });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });
});

describe("a refused event", () => {
  test("is a row with its reason and its JSON, beside the accepted ones", () => {
    const { status, body, rows } = post({
      events: [
        { id: "a1", name: "ok" },
        { id: "a2", name: "" },
      ],
    });
    expect(status).toBe(200);
    const message = "name: expected 1 to 64 characters, got an empty string";
    expect(body).toEqual({ accepted: 1, rejected: [{ index: 1, reason: "name_invalid", message }] });
    expect(rows[1]).toMatchObject({
      event_id: "a2",
      status: "rejected",
      reason: "name_invalid",
      message,
      raw: '{"id":"a2","name":""}',
      raw_bytes: 21,
    });
  });

  test("without an id gets the same one whenever the same bytes come", () => {
    const [first] = post({ events: [{ name: "x" }] }).rows;
    const [again] = post({ events: [{ name: "x" }, { name: "y" }] }).rows;
    const [, other] = post({ events: [{ name: "x" }, { name: "y" }] }).rows;
    expect(first?.event_id).toMatch(/^raw-[0-9a-f]{40}$/);
    expect(again?.event_id).toBe(first?.event_id);
    expect(other?.event_id).not.toBe(first?.event_id);
  });

  test("has the facts of its own and those that its request shares, with what follows from them", () => {
    const facts = { visitor_id: "v", page_url: "https://shop.example.com/?token=s", page_title: "Mugs" };
    const event = { name: "x", page_title: "Mug", page_referrer: "https://www.google.com/", seq: 2 };
    const [row] = post({ facts, events: [event] }).rows;
    expect(row).toMatchObject({
      status: "rejected",
      visitor_id: "v",
      page_url: "https://shop.example.com/?token=",
      page_title: "Mug",
      seq: 2,
      channel: "organic_search",
      referrer_host: "google.com",
      flags: "page_url:secret",
    });
  });

  test("keeps the start of JSON that is too long, and its full length", () => {
    const [row] = post({ events: [{ id: "a", name: "b", props: { text: "é".repeat(200_000) } }] }).rows;
    expect(Buffer.byteLength(String(row?.raw))).toBe(rawBytesMax);
    expect(row?.raw_bytes).toBe(400_000 + '{"id":"a","name":"b","props":{"text":""}}'.length);
  });

  test("nested thousands deep is refused, not thrown", () => {
    const deep = `{"events":[{"id":"a","name":"b","props":${'{"x":'.repeat(50_000)}1${"}".repeat(50_000)}}]}`;
    const { status, body } = post(deep);
    expect([status, body.rejected[0].reason]).toEqual([200, "too_deep"]);
  });
});

describe("a refused request stores nothing and says what was expected", () => {
  const gzipped = gzipSync(JSON.stringify(sound));
  const cases: [string, ReturnType<typeof post>, number, ErrorAnswer["error"]][] = [
    ["another path", post(sound, { path: "/v2/events" }), 404, "not_found"],
    ["another method", post(sound, { method: "PUT" }), 405, "method_not_allowed"],
    ["no app", post(sound, { search: "" }), 403, "unknown_app"],
    ["an unknown app", post(sound, { search: "app=other" }), 403, "unknown_app"],
    ["an app named as a prototype's key", post(sound, { search: "app=__proto__" }), 403, "unknown_app"],
    ["an app that is off", post(sound, { search: "app=closed" }), 410, "app_off"],
    [
      "a foreign origin",
      post(sound, { headers: { origin: "https://evil.example" } }),
      403,
      "origin_not_allowed",
    ],
    ["an empty body", post(""), 400, "body_invalid"],
    ["no JSON", post("<html>"), 400, "body_invalid"],
    ["no events", post({ events: [] }), 400, "body_invalid"],
    ["gzip cut short", post(gzipped.subarray(0, 20)), 400, "body_invalid"],
    ["gzip read as text", post(gzipped.toString()), 400, "body_invalid"],
    ["a body over the limit", post(" ".repeat(requestBytesMax + 1)), 413, "body_too_large"],
    ["gzip that inflates over the limit", post(gzipSync(Buffer.alloc(50_000_000))), 413, "body_too_large"],
    ["501 events", post({ events: Array(501).fill({}) }), 413, "body_too_large"],
    [
      "facts that multiply over the rows' limit",
      post({
        facts: Object.fromEntries(
          ["page_url", "page_title", "page_referrer", "utm_term"].map((k) => [k, "x".repeat(2048)]),
        ),
        events: Array.from({ length: 500 }, (_, i) => ({
          id: `${i}`,
          name: "x",
          page_path: "x".repeat(2000),
        })),
      }),
      413,
      "body_too_large",
    ],
  ];

  test.each(cases)("%s", (_, { status, body, records }, expectedStatus, error) => {
    expect([status, body.error, records.length]).toEqual([expectedStatus, error, 0]);
    expect(body.message).toMatch(/expected|is not among|switched off/);
  });
});

describe("CORS", () => {
  test.each([
    ["https://shop.example.com", true],
    ["https://a.b.example.org", true],
    ["https://example.org", false],
    ["http://a.example.org", false],
    ["https://evilexample.org", false],
    ["https://shop.example.com.evil.example", false],
    ["null", false],
  ])("%s: %s", (origin, allowed) => {
    const { headers, status } = post(sound, { headers: { origin } });
    expect(status).toBe(allowed ? 200 : 403);
    expect(headers["access-control-allow-origin"]).toBe(allowed ? origin : undefined);
  });

  test("a page may read Retry-After when the stream is unavailable", () => {
    const { status, headers, body } = toUnavailable(
      { status: 200, headers: post(sound).headers, body: "" },
      5,
    );
    expect([status, headers["retry-after"]]).toEqual([503, "5"]);
    expect(headers["access-control-expose-headers"]).toBe("retry-after");
    expect(JSON.parse(String(body)).error).toBe("stream_unavailable");
  });

  test("a refusal of the body can be read by the page too", () => {
    expect(post("{").headers["access-control-allow-origin"]).toBe("https://shop.example.com");
  });

  test("a preflight is answered before there is a body", () => {
    const { status, headers } = post("", { method: "OPTIONS" });
    expect([status, headers["access-control-allow-methods"]]).toEqual([204, "POST"]);
  });
});

test("a large request is split into records under the stream's limit, no row lost or cut", () => {
  const events = Array.from({ length: 60 }, (_, i) => ({
    id: `${i}`,
    name: "x",
    props: { text: "x".repeat(17_000) },
  }));
  const { records, rows } = post({ events });
  expect(records.length).toBe(2);
  expect(Math.max(...records.map((record) => record.length))).toBeLessThanOrEqual(900 * 1024);
  expect(rows.map((row) => row.event_id)).toEqual(events.map(({ id }) => id));
});

test("rows are limited by their bytes, whatever the script: three a character here", () => {
  const fact = "\u6cb3".repeat(680);
  const facts = { page_title: fact, utm_campaign: fact, utm_content: fact, utm_source: fact, utm_term: fact };
  const events = Array.from({ length: 500 }, (_, n) => ({ id: `${n}`, name: "x" }));
  const { status, body, records } = post({ facts, events });
  expect([status, body.error, records.length]).toEqual([413, "body_too_large", 0]);
  expect(post({ facts, events: events.slice(0, 300) }).status).toBe(200);
});

test("health says the version", () => {
  const { status, body } = post("", { method: "GET", path: "/v1/health" });
  expect([status, body]).toEqual([200, { status: "ok", version: "0.1.0" }]);
});

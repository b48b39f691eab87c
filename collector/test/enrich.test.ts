// What enrichment makes of whole requests.

import { columns, type Row } from "@riacho/contract/columns";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect, type HttpRequest } from "../src/collect.ts";
import { readConfig } from "../src/config.ts";
import { enrichFacts } from "../src/enrich/enrich.ts";

const secret = "a secret of the edge";
const env = {
  RIACHO_STREAM: "events",
  RIACHO_APPS: '{"shop":{"origins":["https://shop.example.com","https://*.example.org"]}}',
};
const config = readConfig(env, [secret]);
const now = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const page_url = "https://shop.example.com/mug";

function post(body: object, headers: HttpRequest["headers"] = {}, peer = "203.0.113.77"): Row[] {
  const { answer, records } = collect(
    {
      id: "r1",
      method: "POST",
      path: "/v1/events",
      query: new URLSearchParams("app=shop"),
      headers,
      cookies: [],
      peer,
      body: Buffer.from(JSON.stringify(body)),
    },
    config,
    now,
  );
  expect(answer.status).toBe(200);
  const lines = Buffer.concat(records).toString().trimEnd().split("\n");
  return lines.map((line) => {
    // JSON.parse hides a key that comes twice; readers differ in which of the two they take.
    const keys = [...line.matchAll(/[{,]"(\w+)":/g)].map(([, key]) => key);
    const row = JSON.parse(line);
    for (const key of Object.keys(row))
      expect(keys.filter((each) => each === key).length).toBeLessThanOrEqual(1);
    return row;
  });
}

test("what is the same for a request is in each of its rows, rejected ones included", () => {
  const headers = {
    "x-riacho-edge": secret,
    "cloudfront-viewer-country": "PT",
    "cloudfront-viewer-address": "198.51.100.10:1",
  };
  const rows = post(
    {
      events: [
        { id: "a", name: "b" },
        { id: "c", name: "" },
      ],
    },
    headers,
  );
  expect(rows.map(({ status, country, ip, is_bot }) => [status, country, ip, is_bot])).toEqual([
    ["accepted", "PT", "198.51.100.0", true],
    ["rejected", "PT", "198.51.100.0", true],
  ]);
});

test("a browser that calls itself Chrome has the name it gives beside; one that does not keeps its own", () => {
  const chrome =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
  const brave = '"Not.A/Brand";v="8", "Chromium";v="142", "Brave";v="142"';
  const read = (agent: string, list?: string) => {
    const headers = { "user-agent": agent, ...(list && { "sec-ch-ua": list }) };
    const [row] = post({ events: [{ id: "a", name: "b" }] }, headers);
    return [row?.browser, row?.browser_version, row?.os, row?.is_bot];
  };
  expect(read(chrome, brave)).toEqual(["Brave", "142", "Linux", false]);
  expect(read(chrome)).toEqual(["Chrome", "141", "Linux", false]);
  expect(read(`${chrome} Edg/141.0.0.0`, brave)).toEqual(["Edge", "141", "Linux", false]);
});

test("the edge's secret and the whole address are in no row", () => {
  const headers = {
    "x-riacho-edge": secret,
    "cloudfront-viewer-address": "198.51.100.10:46532",
    "x-forwarded-for": "198.51.100.10",
  };
  const text = JSON.stringify(post({ events: [{ id: "a", name: "b" }, {}] }, headers, "192.0.2.33"));
  for (const hidden of [secret, "198.51.100.10", "192.0.2.33"]) expect(text).not.toContain(hidden);
});

describe("channel", () => {
  const google = "https://www.google.com/";

  test("is the page's, for all events of the page", () => {
    const rows = post({
      facts: { page_url, page_referrer: google },
      events: [
        { id: "a", name: "b" },
        { id: "c", name: "d" },
      ],
    });
    expect(rows.map(({ channel, referrer_host }) => [channel, referrer_host])).toEqual([
      ["organic_search", "google.com"],
      ["organic_search", "google.com"],
    ]);
  });

  test("is the event's own where it has a page of its own", () => {
    const rows = post({
      facts: { page_url, page_referrer: google },
      events: [
        { id: "a", name: "b", page_referrer: "https://chatgpt.com/" },
        { id: "c", name: "d", page_referrer: "garbage" },
        { id: "e", name: "f", utm_medium: "email" },
        { id: "g", name: "h", page_title: "Mug" },
      ],
    });
    expect(rows.map(({ channel, referrer_host }) => [channel, referrer_host])).toEqual([
      ["ai_assistant", "chatgpt.com"],
      ["direct", undefined],
      ["email", "google.com"],
      ["organic_search", "google.com"],
    ]);
  });

  test("of a page that may send for the app is internal", () => {
    const facts = { page_url, page_referrer: "https://blog.example.org/post" };
    expect(post({ facts, events: [{ id: "a", name: "b" }] })[0]?.channel).toBe("internal");
  });

  test("that cannot be told costs its columns alone, and is flagged", () => {
    const broken = () => {
      throw new Error("a mistake of ours");
    };
    expect(enrichFacts({ page_url: `${page_url}?token=a1` }, () => false, broken)).toEqual({
      facts: { page_url: `${page_url}?token=` },
      columns: { channel: undefined, referrer_host: undefined },
      flags: ["page_url:secret", "channel:failed"],
    });
  });
});

describe("a campaign in the address", () => {
  const landing = `${page_url}?utm_source=news&gclid=a1`;
  const campaign = { utm_source: "news", click_id: "a1", click_id_type: "gclid", channel: "paid_search" };

  test("of a client that sends the address alone is read from it, shared or an event's own", () => {
    const shared = post({
      facts: { page_url: landing },
      events: [
        { id: "a", name: "b" },
        { id: "c", name: "d", page_url },
      ],
    });
    expect(shared[0]).toMatchObject(campaign);
    expect(shared[1]).not.toHaveProperty("utm_source");
    const own = post({ facts: { page_url }, events: [{ id: "a", name: "b", page_url: landing }] });
    expect(own[0]).toMatchObject(campaign);
  });

  test("is not read where either the event or its request said one", () => {
    const own = post({ facts: { page_url: landing }, events: [{ id: "a", name: "b", utm_term: "mug" }] });
    const shared = post({ facts: { utm_term: "mug" }, events: [{ id: "a", name: "b", page_url: landing }] });
    for (const [row] of [own, shared]) {
      expect(row).toMatchObject({ utm_term: "mug", channel: "direct" });
      expect(row).not.toHaveProperty("utm_source");
      expect(row).not.toHaveProperty("click_id");
    }
  });

  test("that the SDK's host took out of an event is not put back", () => {
    const events = [{ id: "a", name: "b", sdk_version: "0.1.0" }];
    for (const [row] of [
      post({ facts: { page_url: landing, sdk_version: "0.1.0" }, events: [{ id: "a", name: "b" }] }),
      post({ facts: { page_url: landing }, events }),
    ]) {
      expect(row).toMatchObject({ page_url: landing, channel: "direct" });
      expect(row).not.toHaveProperty("utm_source");
    }
  });

  test("loses what is secret in it", () => {
    const [row] = post({
      events: [{ id: "a", name: "b", page_url: `${landing}&utm_term=LEAK%40example.com&token=LEAK` }],
    });
    expect(row).toMatchObject({ ...campaign, flags: "event_at:missing,page_url:secret" });
    expect(JSON.stringify(row)).not.toContain("LEAK");
  });
});

describe("addresses lose their secrets, whoever sends them", () => {
  const leaky = {
    page_url: "https://jane:LEAK@shop.example.com/in?token=LEAK&page=2",
    page_path: "/in?code=LEAK",
    page_referrer: "https://mail.example.net/?q=LEAK%40example.com",
  };

  test.each<[string, object]>([
    ["shared", { facts: leaky, events: [{ id: "a", name: "b" }] }],
    ["an event's own", { events: [{ id: "a", name: "b", ...leaky }] }],
    [
      "some of each",
      {
        facts: { page_url: leaky.page_url, page_path: leaky.page_path },
        events: [{ id: "a", name: "b", page_referrer: leaky.page_referrer }],
      },
    ],
    [
      "one in place of another",
      { facts: leaky, events: [{ id: "a", name: "b", page_path: leaky.page_path }] },
    ],
  ])("%s", (_, body) => {
    const [row] = post(body);
    expect(JSON.stringify(row)).not.toContain("LEAK");
    expect(row).toMatchObject({
      page_url: "https://shop.example.com/in?token=&page=2",
      page_path: "/in?code=",
      page_referrer: "https://mail.example.net/?q=",
      flags: "event_at:missing,page_url:secret,page_path:secret,page_referrer:secret",
    });
  });

  test("in what is kept of a rejected event too", () => {
    const [row] = post({ events: [{ ...leaky, id: "a" }] });
    expect(row?.status).toBe("rejected");
    expect(row?.raw).toContain("token=&page=2");
    expect(row?.raw).not.toContain("LEAK");
  });
});

test("a client's keys that are named like our columns are not believed, and flagged", () => {
  const names = ["country", "ip", "channel", "is_bot", "referrer_host"];
  const lies = Object.fromEntries(names.map((name) => [name, "LIE"]));
  const plain = post({ events: [{ id: "a", name: "b" }] });
  for (const body of [
    { facts: lies, events: [{ id: "a", name: "b" }] },
    { events: [{ id: "a", name: "b", ...lies }] },
  ]) {
    const [row] = post(body);
    const flags = [...names.map((name) => `${name}:unknown`), "event_at:missing"].join(",");
    expect(row).toEqual({ ...plain[0], flags });
  }
});

describe("whatever the headers, the rows are sound", () => {
  const types = new Map<string, string>(columns.map(({ name, type }) => [name, type]));
  const jsonTypes: Record<string, string> = {
    string: "string",
    timestamp: "string",
    bigint: "number",
    double: "number",
    boolean: "boolean",
  };
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "%",
      "%C3",
      "%00",
      "%ED%A0%80",
      "\ud800",
      "a\0b",
      '"\n{',
      "x".repeat(9000),
      "%F0%9F%8C%8A".repeat(100),
      "BR",
      "::1:5",
    ),
  );
  const headers = fc.record(
    {
      "user-agent": value,
      "sec-ch-ua": fc.oneof(
        value,
        value.map((name) => `"${name}";v="1"`),
      ),
      "cloudfront-viewer-address": value,
      "cloudfront-viewer-country": value,
      "cloudfront-viewer-country-region": value,
      "cloudfront-viewer-city": value,
      "x-riacho-edge": fc.oneof(fc.constant(secret), value),
    },
    { requiredKeys: [] },
  );
  const body = { facts: { page_url }, events: [{ id: "a", name: "b" }, { id: "c" }] };

  function hold(send: typeof post): void {
    fc.assert(
      fc.property(headers, value, (some, peer) => {
        for (const row of send(body, some, peer)) {
          for (const [name, cell] of Object.entries(row)) {
            expect(typeof cell).toBe(jsonTypes[types.get(name) as string]);
            if (typeof cell !== "string") continue;
            expect(cell.isWellFormed() && !cell.includes("\0")).toBe(true);
            expect(Buffer.byteLength(cell)).toBeLessThanOrEqual(2048);
          }
        }
      }),
      { numRuns: 500 },
    );
  }

  test("the collector holds", () => hold(post));

  test("a planted mistake is caught: a city taken as it came", () => {
    expect(() =>
      hold((sent, some, peer) =>
        post(sent, some, peer).map((row) => ({ ...row, city: some?.["cloudfront-viewer-city"] ?? "Olinda" })),
      ),
    ).toThrow();
  });
});

test("an edge secret that could be guessed stops the start, and is not told", () => {
  expect(() => readConfig(env, ["short"])).toThrow("edge secret: expected at least 16 characters, got 5");
  expect(() => readConfig(env, [secret, ""])).toThrow("got 0");
  expect(readConfig(env).edgeSecrets).toEqual([]);
});

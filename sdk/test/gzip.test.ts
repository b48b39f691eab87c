import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gzip } from "../src/gzip.ts";

const url = "https://t.example.com/v1/events?app=shop";
const long = JSON.stringify({ events: "x".repeat(2000) });
const post = (body: string): RequestInit => ({ method: "POST", keepalive: true, body });

/** What left, with bodies as text, and those that were compressed marked. */
let sent: string[];
let answer: (isCompressed: boolean) => Response;
let window: EventTarget;

beforeEach(() => {
  sent = [];
  answer = () => new Response("ok");
  window = new EventTarget();
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("document", { hidden: false });
  vi.stubGlobal("fetch", async (_: string, { body, ...others }: RequestInit) => {
    expect(others).toEqual({ method: "POST", keepalive: true });
    const isCompressed = typeof body !== "string";
    sent.push(isCompressed ? `gzip ${gunzipSync(body as ArrayBuffer)}` : body);
    return answer(isCompressed);
  });
});
afterEach(() => vi.unstubAllGlobals());

test("more than 1 KB leaves as gzip, without a content type; less leaves as text", async () => {
  const send = gzip();
  await send(url, post(long));
  await send(url, post("{}"));
  expect(sent).toEqual([`gzip ${long}`, "{}"]);
});

test.each([400, 413])("a %i to gzip is asked again in text, and so is all that follows", async (status) => {
  answer = (isCompressed) => new Response(null, { status: isCompressed ? status : 200 });
  const send = gzip();
  expect((await send(url, post(long))).status).toBe(200);
  expect((await send(url, post(long))).status).toBe(200);
  expect(sent).toEqual([`gzip ${long}`, long, long]);
});

test("a 503 is nobody's mistake: the next try is gzip again", async () => {
  answer = () => new Response(null, { status: 503 });
  const send = gzip();
  expect((await send(url, post(long))).status).toBe(503);
  await send(url, post(long));
  expect(sent).toEqual([`gzip ${long}`, `gzip ${long}`]);
});

test("a page that ends sends in that very task, what is being compressed too; one that comes back compresses again", async () => {
  const send = gzip();
  const underWay = send(url, post(long));
  window.dispatchEvent(new Event("pagehide"));
  const last = send(url, post(long));
  for (let microtasks = 0; microtasks < 10; microtasks++) await null;
  expect(sent).toEqual([long, long]);
  await Promise.all([underWay, last]);
  window.dispatchEvent(new Event("pageshow"));
  await send(url, post(long));
  expect(sent.slice(2)).toEqual([`gzip ${long}`]);
});

test("a hidden page sends text", async () => {
  const send = gzip();
  vi.stubGlobal("document", { hidden: true });
  window.dispatchEvent(new Event("visibilitychange"));
  await send(url, post(long));
  expect(sent).toEqual([long]);
});

test("a browser that cannot compress sends text", async () => {
  vi.stubGlobal("CompressionStream", undefined);
  await gzip()(url, post(long));
  expect(sent).toEqual([long]);
});

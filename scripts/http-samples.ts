// Requests whose answers the HTTP reference shows. Each is put to the collector itself.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { RequestError } from "@riacho/contract/answer";
import { eventsPath } from "@riacho/contract/event";
import { eventsMax } from "@riacho/contract/limits";
import { collect, type HttpAnswer, type HttpRequest, toUnavailable } from "../collector/src/collect.ts";
import { readConfig } from "../collector/src/config.ts";
import { retryAfterSeconds } from "../collector/src/start-collector.ts";

const origins = ["https://*.example.com"];
const config = readConfig(
  {
    RIACHO_STREAM: "events",
    RIACHO_APPS: JSON.stringify({
      shop: { origins, cookieDomain: "example.com" },
      closed: { origins, off: true },
    }),
  },
  ["a secret of the edge"],
);

export type Asked = Partial<Omit<HttpRequest, "body" | "query">> & {
  search?: string;
  body?: string | Buffer;
};

/** A fixture of the contract: what the reference shows as a body is parsed by the contract's tests too. */
export const sampleBody: unknown = JSON.parse(
  readFileSync(new URL("../contract/fixtures/valid/shop-visit.json", import.meta.url), "utf8"),
).body;

/** A page's headers. */
const ofPage = { origin: "https://shop.example.com" };

/** Asks the collector; by default as the SDK on a page of the app does, with the sample's events. */
export function ask({ search = "app=shop", body = JSON.stringify(sampleBody), ...asked }: Asked): HttpAnswer {
  const request: HttpRequest = {
    id: "r1",
    method: "POST",
    path: eventsPath,
    query: new URLSearchParams(search),
    headers: ofPage,
    cookies: [],
    peer: "192.0.2.1",
    body: Buffer.from(body),
    ...asked,
  };
  return collect(request, config, Date.UTC(2026, 0, 1)).answer;
}

/** An answer of each kind of refusal. */
export const refusals: Record<RequestError, () => HttpAnswer> = {
  body_invalid: () => ask({ body: '{"event": []}' }),
  unknown_app: () => ask({ search: "app=blog" }),
  origin_not_allowed: () => ask({ headers: { origin: "https://example.org" } }),
  not_found: () => ask({ path: "/v2/events" }),
  method_not_allowed: () => ask({ method: "PUT" }),
  app_off: () => ask({ search: "app=closed" }),
  body_too_large: () => ask({ body: JSON.stringify({ events: Array(eventsMax + 1).fill({}) }) }),
  stream_unavailable: () => toUnavailable(ask({}), retryAfterSeconds),
};

/** Requests that are answered well. */
export const answers = {
  accepted: () => ask({}),
  rejected: () => ask({ body: '{"events":[{"id":"a1","name":"sign_up"},{"id":"a2","name":""}]}' }),
  compressed: () => ask({ body: gzipSync(JSON.stringify(sampleBody)) }),
  pixel: () => ask({ method: "GET", path: "/v1/p.gif", body: "" }),
  preflight: () => ask({ method: "OPTIONS", body: "" }),
  health: () => ask({ method: "GET", path: "/v1/health", body: "", search: "" }),
  renewed: () => ask({ cookies: [`riacho-shop=${encodeURIComponent('{"id":"v1"}')}`] }),
};

// What a request means: pure, from the request to the answer and the records that must be stored before it is given.

import { type Answer, type ErrorAnswer, type RequestError, requestErrors } from "@riacho/contract/answer";
import { type EventsRequest, eventsPath } from "@riacho/contract/event";
import { rowsBytesMax } from "@riacho/contract/limits";
import { parseRequest, readTime } from "@riacho/contract/parse";
import { cutToBytes, toSafeText } from "@riacho/contract/text";
import { type Body, readBody } from "./body.ts";
import type { App, Config } from "./config.ts";
import { allowsOrigin, corsHeaders, preflightHeaders } from "./cors.ts";
import { enrichRequest, toSender } from "./enrich/enrich.ts";
import { type JudgedEvent, judgeByPlan } from "./judge-by-plan.ts";
import { pixelGif, pixelPath, readPixel } from "./pixel.ts";
import { type Line, toRecords } from "./records.ts";
import { renewCookie } from "./renew-cookie.ts";
import { createRowWriter, type Stamp } from "./rows.ts";
import { enforce } from "./tracking-plan.ts";
import { collectorVersion } from "./version.ts";

/** An HTTP request, however it came in. Header names are lower-case. */
export interface HttpRequest {
  /** Tells it from all others. Made by whoever took it in. */
  id: string;
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  /** Each as `name=value`. */
  cookies: readonly string[];
  /**
   * The address at the other end of the connection, as whoever took it in saw it, never as a header says. Behind
   * CloudFront it is CloudFront's. Empty where unknown.
   */
  peer: string;
  body: Uint8Array;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  /** Each is one `Set-Cookie`. */
  cookies?: string[];
  /** Bytes where it is no text. */
  body: string | Buffer;
}

/** The answer that may be given once the records are stored. */
export interface Collected {
  answer: HttpAnswer;
  records: Uint8Array[];
}

/** The path that says whether the collector is there, below its URL. */
export const healthPath = "/v1/health";

/** Longest User-Agent kept, in bytes. Real ones are under 300. */
export const userAgentBytesMax = 512;

/**
 * Decides what to answer and what to store.
 *
 * @param now our clock, in milliseconds since 1970
 */
export function collect(request: HttpRequest, config: Config, now: number): Collected {
  const { method, path, headers, query } = request;
  if (path === healthPath) return answerOnly(json(200, { status: "ok", version: collectorVersion }));
  if (path !== eventsPath && path !== pixelPath)
    return refuse("not_found", `expected POST ${eventsPath} or GET ${pixelPath}, got ${method} ${path}`);

  const appId = query.get("app") ?? "";
  const app = config.apps.get(appId);
  if (!app) return refuse("unknown_app", `expected ?app= to name a known app, got "${appId}"`);

  const { origin } = headers;
  if (!allowsOrigin(app, origin)) {
    return refuse("origin_not_allowed", `origin ${origin} is not among the origins of app "${appId}"`);
  }
  if (method === "OPTIONS")
    return answerOnly({ status: 204, headers: preflightHeaders(app, origin), body: "" });

  const { answer, records } = collectEvents(request, config, appId, app, now);
  Object.assign(answer.headers, corsHeaders(app, origin));
  if (answer.status === 200 && app.cookieDomain && origin) {
    const renewed = renewCookie(appId, app.cookieDomain, origin, request.cookies);
    if (renewed) answer.cookies = [renewed];
  }
  return { answer, records };
}

function collectEvents(
  request: HttpRequest,
  { edgeSecrets }: Config,
  appId: string,
  app: App,
  now: number,
): Collected {
  const isPixel = request.path === pixelPath;
  const method = isPixel ? "GET" : "POST";
  if (request.method !== method)
    return refuse("method_not_allowed", `expected ${method}, got ${request.method}`);
  if (app.off) return refuse("app_off", `app "${appId}" is switched off: stop sending`);

  const body: Body = isPixel ? { ok: true, value: readPixel(request) } : readBody(request.body);
  if (!body.ok) return refuse(body.error, body.message);
  const parsed = parseRequest(body.value);
  if (!parsed.ok) return refuse(parsed.error, parsed.message);

  const events: readonly JudgedEvent[] = enforce
    ? judgeByPlan(parsed.events, (body.value as EventsRequest).events, appId, enforce)
    : parsed.events;
  const { headers, peer } = request;
  const userAgent = readUserAgent(headers["user-agent"]);
  const stamp: Stamp = {
    appId,
    receivedAt: now,
    sent: readSent(request.query.get("sent")),
    userAgent,
    enrichment: enrichRequest(toSender({ headers, peer, userAgent: userAgent ?? "" }, edgeSecrets)),
    isOwnOrigin: (origin) => allowsOrigin(app, origin),
  };
  const writeRow = createRowWriter(stamp, parsed.facts, parsed.flags);
  const rows: Line[] = [];
  let rowsBytes = 0;
  for (const event of events) {
    const row = writeRow(event);
    rowsBytes += row.bytes;
    if (rowsBytes > rowsBytesMax) {
      const message = `expected rows of at most ${rowsBytesMax} bytes in all: send fewer events, or less in "facts"`;
      return refuse("body_too_large", message);
    }
    rows.push(row);
  }
  return { answer: isPixel ? image(pixelGif) : json(200, toAnswer(events)), records: toRecords(rows) };
}

function toAnswer(events: readonly JudgedEvent[]): Answer {
  const rejected = events.flatMap((event, index) =>
    event.status === "rejected" ? [{ index, reason: event.reason, message: event.message }] : [],
  );
  return { accepted: events.length - rejected.length, rejected };
}

function readSent(text: string | null): number | null {
  return text ? readTime(Number(text)) : null;
}

function readUserAgent(text: string | undefined): string | null {
  return text ? cutToBytes(toSafeText(text), userAgentBytesMax) : null;
}

/** The answer where the stream did not take the records: the client keeps its events and sends them again. */
export function toUnavailable(answer: HttpAnswer, retryAfterSeconds: number): HttpAnswer {
  const unavailable = refuse(
    "stream_unavailable",
    "the stream did not take the events; send them again",
  ).answer;
  const retry = { "retry-after": String(retryAfterSeconds) };
  return { ...unavailable, headers: { ...answer.headers, ...unavailable.headers, ...retry } };
}

function refuse(error: RequestError, message: string): Collected {
  return answerOnly(json(requestErrors[error], { error, message } satisfies ErrorAnswer));
}

function answerOnly(answer: HttpAnswer): Collected {
  return { answer, records: [] };
}

function json(status: number, body: object): HttpAnswer {
  return { status, headers: toHeaders("application/json"), body: JSON.stringify(body) };
}

function image(body: Buffer): HttpAnswer {
  return { status: 200, headers: toHeaders("image/gif"), body };
}

function toHeaders(type: string): Record<string, string> {
  return { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" };
}

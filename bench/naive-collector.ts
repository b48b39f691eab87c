// The yardstick: a collector as a competent team writes it in an afternoon, with the libraries that everybody knows.
//
// It takes our requests, stores our columns as far as these libraries give them, and answers as ours does. Facts are
// checked once a request by a zod schema; everything else is done event by event, as it is easiest to write: another
// schema, ua-parser-js, isbot, URL, one record. One PutRecords a request, by AWS' client as the caller configures it.
//
// It does not: limit bytes, store what it rejects, hide secrets in addresses, cut the visitor's address, correct clocks,
// tell channels, answer CORS, read gzip, or put again what the stream refused.

import { randomUUID } from "node:crypto";
import { type KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { isbot } from "isbot";
import { UAParser } from "ua-parser-js";
import { z } from "zod";

const text = z.string().max(2048).optional();
const whole = z.int().optional();

const factsSchema = z.object({
  page_load: text,
  visitor_id: text,
  session_id: text,
  user_id: text,
  page_url: z.url().optional(),
  page_path: text,
  page_title: text,
  page_referrer: z.url().optional(),
  language: text,
  time_zone: text,
  screen_width: whole,
  screen_height: whole,
  viewport_width: whole,
  viewport_height: whole,
  sdk_version: text,
});
const eventSchema = factsSchema.extend({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(64),
  time: z.int().nonnegative(),
  seq: z.int().nonnegative().optional(),
  props: z.record(z.string(), z.unknown()).optional(),
});
const bodySchema = z.object({
  facts: factsSchema.optional(),
  events: z.array(z.unknown()).min(1).max(500),
});

type Event = z.infer<typeof eventSchema>;
type Request = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

/** @param client shared by all requests */
export function createNaiveHandler(
  client: KinesisClient,
  streamName: string,
): (request: Request) => Promise<Result> {
  return async (request) => {
    const { body = "", isBase64Encoded } = request;
    const json = JSON.parse(isBase64Encoded ? Buffer.from(body, "base64").toString() : body);
    const batch = bodySchema.safeParse(json);
    if (!batch.success) return answer(400, { error: "body_invalid", message: batch.error.message });
    const { facts, events } = batch.data;

    const rows: object[] = [];
    const rejected: object[] = [];
    for (const [index, raw] of events.entries()) {
      const event = eventSchema.safeParse(raw);
      if (event.success) rows.push(toRow({ ...facts, ...event.data }, request));
      else rejected.push({ index, reason: "event_invalid", message: event.error.message });
    }
    if (rows.length > 0) {
      const Records = rows.map((row) => ({
        Data: Buffer.from(`${JSON.stringify(row)}\n`),
        PartitionKey: randomUUID(),
      }));
      const stored = await client.send(new PutRecordsCommand({ StreamName: streamName, Records }));
      if (stored.FailedRecordCount) return answer(503, { error: "stream_unavailable" });
    }
    return answer(200, { accepted: rows.length, rejected });
  };
}

function toRow({ id, time, props, ...event }: Event, request: Request): object {
  const { headers, queryStringParameters, requestContext } = request;
  const userAgent = headers["user-agent"] ?? "";
  const { browser, os, device } = new UAParser(userAgent).getResult();
  const page = event.page_url ? new URL(event.page_url) : null;
  const referrer = event.page_referrer ? new URL(event.page_referrer) : null;
  return {
    ...event,
    event_id: id,
    app_id: queryStringParameters?.app,
    status: "accepted",
    event_at: new Date(time).toISOString(),
    received_at: new Date().toISOString(),
    props: JSON.stringify(props),
    user_agent: userAgent,
    browser: browser.name,
    browser_version: browser.major,
    os: os.name,
    device_class: device.type ?? "desktop",
    is_bot: isbot(userAgent),
    ip: requestContext.http.sourceIp,
    country: headers["cloudfront-viewer-country"],
    region: headers["cloudfront-viewer-country-region"],
    city: headers["cloudfront-viewer-city"],
    referrer_host: referrer?.hostname,
    utm_source: page?.searchParams.get("utm_source"),
    utm_medium: page?.searchParams.get("utm_medium"),
    utm_campaign: page?.searchParams.get("utm_campaign"),
  };
}

function answer(statusCode: number, body: object): Result {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

// The Lambda's entry: API Gateway's HTTP API event (payload format 2.0) in, its result out.

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { collect, type HttpAnswer, type HttpRequest, toUnavailable } from "./collect.ts";
import { readConfig } from "./config.ts";
import { createPutRecords } from "./put-records.ts";

const config = readConfig(process.env);
const putRecords = createPutRecords(config.streamName, Math.random);

/** Seconds a client waits after the stream refused its events. */
const retryAfterSeconds = 5;

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { answer, records } = collect(toRequest(event), config, Date.now());
  if (records.length === 0) return toResult(answer);

  const outcome = await putRecords(records);
  if (outcome.kind === "stored") return toResult(answer);
  console.warn(JSON.stringify({ level: "WARN", message: "stream unavailable", cause: outcome.cause }));
  return toResult(toUnavailable(answer, retryAfterSeconds));
}

function toRequest(event: APIGatewayProxyEventV2): HttpRequest {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: new URLSearchParams(event.rawQueryString),
    headers: toLowerCase(event.headers),
    cookies: event.cookies ?? [],
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
  };
}

/** As API Gateway gives them; what tests the function by hand may not. */
const toLowerCase = (headers: APIGatewayProxyEventV2["headers"]): HttpRequest["headers"] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function toResult({ status, headers, cookies, body }: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  return { statusCode: status, headers, body, ...(cookies && { cookies }) };
}

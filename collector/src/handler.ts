// The Lambda's entry: API Gateway's HTTP API event (payload format 2.0) in, its result out.

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { HttpAnswer, HttpRequest } from "./collect.ts";
import { startCollector } from "./start-collector.ts";

const answer = await startCollector(process.env);

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  return toResult(await answer(toRequest(event)));
}

function toRequest(event: APIGatewayProxyEventV2): HttpRequest {
  return {
    id: event.requestContext.requestId,
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: new URLSearchParams(event.rawQueryString),
    headers: toLowerCase(event.headers),
    cookies: event.cookies ?? [],
    peer: event.requestContext.http.sourceIp,
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
  };
}

/** As API Gateway gives them; what tests the function by hand may not. */
const toLowerCase = (headers: APIGatewayProxyEventV2["headers"]): HttpRequest["headers"] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function toResult({ status, headers, cookies, body }: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  const told = typeof body === "string" ? { body } : { body: body.toString("base64"), isBase64Encoded: true };
  return { statusCode: status, headers, ...told, ...(cookies && { cookies }) };
}

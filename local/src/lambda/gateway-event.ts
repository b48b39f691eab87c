// API Gateway's HTTP API, payload format 2.0, as it wraps a request and unwraps a result. Pure.

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** A request as it came in at the door. */
export interface DoorRequest {
  method: string;
  /** Path and query, as in the request line. */
  url: string;
  /** Lower-case names; repeated headers joined by comma, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
  sourceIp: string;
}

export interface DoorAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Content types whose bodies API Gateway hands on as text; everything else comes as base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)\b)/;

/** @param now milliseconds since 1970 */
export function toGatewayEvent(request: DoorRequest, requestId: string, now: number): APIGatewayProxyEventV2 {
  const [rawPath, ...search] = request.url.split("?");
  const { cookie, ...others } = request.headers;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  const isText = textTypes.test(headers["content-type"] ?? "") && headers["content-encoding"] === undefined;
  const event: APIGatewayProxyEventV2 = {
    version: "2.0",
    routeKey: "$default",
    rawPath: rawPath as string,
    rawQueryString: search.join("?"),
    headers,
    isBase64Encoded: !isText,
    requestContext: {
      accountId: "local",
      apiId: "local",
      domainName: headers.host ?? "localhost",
      domainPrefix: "local",
      http: {
        method: request.method,
        path: rawPath as string,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
  };
  if (typeof cookie === "string") event.cookies = cookie.split("; ");
  if (request.body.length > 0) event.body = request.body.toString(isText ? "utf8" : "base64");
  return event;
}

/** What API Gateway makes of a function's result. */
export function fromGatewayResult(result: APIGatewayProxyStructuredResultV2): DoorAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(result.headers ?? {})) headers[name] = String(value);
  return { status: result.statusCode ?? 200, headers, body: result.body ?? "" };
}

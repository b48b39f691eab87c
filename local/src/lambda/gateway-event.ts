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
  /** `set-cookie` may be there more than once. */
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

/**
 * Content types whose bodies come as text; everything else, none and forms included, comes as base64. The documentation
 * names no types; these were found by calling it: https://github.com/ministackorg/ministack/pull/766
 */
const textTypes = /^(text\/|application\/(json|javascript|xml)\s*(;|$))/i;

/**
 * The event, without what our function does not read: `queryStringParameters`, which only repeats the raw one.
 *
 * @param now milliseconds since 1970
 */
export function toGatewayEvent(request: DoorRequest, requestId: string, now: number): APIGatewayProxyEventV2 {
  const [rawPath, ...search] = request.url.split("?");
  const { cookie, ...others } = request.headers;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  const hasBody = request.body.length > 0;
  const isText = textTypes.test(headers["content-type"] ?? "") && headers["content-encoding"] === undefined;
  const event: APIGatewayProxyEventV2 = {
    version: "2.0",
    routeKey: "$default",
    rawPath: rawPath as string,
    rawQueryString: search.join("?"),
    headers,
    isBase64Encoded: hasBody && !isText,
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
      time: toLogTime(now),
      timeEpoch: now,
    },
  };
  if (typeof cookie === "string") event.cookies = cookie.split("; ");
  if (hasBody) event.body = request.body.toString(isText ? "utf8" : "base64");
  return event;
}

/** As logs of web servers write it: `12/Mar/2020:19:03:58 +0000`. */
function toLogTime(ms: number): string {
  const [, day, month, year, time] = new Date(ms).toUTCString().split(/,? /);
  return `${day}/${month}/${year}:${time} +0000`;
}

/** What API Gateway makes of a function's result. */
export function fromGatewayResult(result: APIGatewayProxyStructuredResultV2): DoorAnswer {
  const headers: DoorAnswer["headers"] = {};
  for (const [name, value] of Object.entries(result.headers ?? {})) headers[name] = String(value);
  if (result.cookies) headers["set-cookie"] = result.cookies;
  const { statusCode = 200, body = "", isBase64Encoded } = result;
  return { status: statusCode, headers, body: isBase64Encoded ? Buffer.from(body, "base64") : body };
}

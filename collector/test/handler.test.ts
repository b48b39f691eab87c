// The function as API Gateway calls it: payload format 2.0, which has cookies in a list of their own.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

/** What the stream answers, in place of Kinesis. */
let streamStatus = 200;
const stream = createServer((request, response) => {
  request.resume().on("end", () => {
    const stored = { FailedRecordCount: 0, Records: [{ SequenceNumber: "1", ShardId: "shardId-0" }] };
    response.writeHead(streamStatus, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(streamStatus === 200 ? stored : { __type: "ValidationException" }));
  });
});

let handler: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

beforeAll(async () => {
  await new Promise<void>((resolve) => stream.listen(0, "127.0.0.1", resolve));
  const origins = ["https://*.example.com"];
  vi.stubEnv("RIACHO_STREAM", "events");
  vi.stubEnv(
    "RIACHO_APPS",
    JSON.stringify({
      shop: { origins, cookieDomain: "example.com" },
      closed: { origins, cookieDomain: "example.com", off: true },
      plain: { origins },
    }),
  );
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_ENDPOINT_URL_KINESIS", `http://127.0.0.1:${(stream.address() as AddressInfo).port}`);
  ({ handler } = await import("../src/handler.ts"));
});
beforeEach(() => {
  streamStatus = 200;
});
afterAll(() => {
  vi.unstubAllEnvs();
  stream.closeAllConnections();
  stream.close();
});

const value = encodeURIComponent('{"id":"v1"}');
const sound = '{"events":[{"id":"a1","name":"sign_up"}]}';

interface Asked {
  app?: string;
  method?: string;
  origin?: string | null;
  body?: string;
  cookies?: string[] | null;
}

function ask(asked: Asked = {}): Promise<APIGatewayProxyStructuredResultV2> {
  const { app = "shop", method = "POST", origin = "https://www.example.com", body = sound } = asked;
  const { cookies = ["theme=dark", `riacho-${app}=${value}`] } = asked;
  const event = {
    version: "2.0",
    rawPath: "/v1/events",
    rawQueryString: `app=${app}`,
    headers: { "content-type": "text/plain", ...(origin && { origin }) },
    ...(cookies && { cookies }),
    requestContext: { http: { method } },
    body,
    isBase64Encoded: false,
  };
  return handler(event as unknown as APIGatewayProxyEventV2);
}

describe("an accepted request", () => {
  test("renews the cookie it carries, by the result's list of cookies", async () => {
    const { statusCode, headers, cookies } = await ask();
    expect(statusCode).toBe(200);
    expect(cookies).toEqual([
      `riacho-shop=${value}; Max-Age=34560000; Path=/; SameSite=Lax; Domain=example.com; Secure`,
    ]);
    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://www.example.com",
      "access-control-allow-credentials": "true",
      vary: "origin",
    });
    expect(headers).not.toHaveProperty("set-cookie");
  });

  test.each<[string, Asked]>([
    ["it carries none", { cookies: null }],
    ["it carries others", { cookies: ["theme=dark"] }],
    ["it comes from no page", { origin: null }],
  ])("sets none where %s", async (_, asked) => {
    const { statusCode, cookies } = await ask(asked);
    expect([statusCode, cookies]).toEqual([200, undefined]);
  });
});

test.each<[string, Asked, number]>([
  ["an origin that is not allowed", { origin: "https://evil.example" }, 403],
  ["a body that is none", { body: "{" }, 400],
  ["another method", { method: "PUT" }, 405],
  ["an app that is off", { app: "closed" }, 410],
  ["an unknown app", { app: "other" }, 403],
  ["a preflight", { method: "OPTIONS" }, 204],
])("%s renews nothing", async (_, asked, status) => {
  const { statusCode, cookies } = await ask(asked);
  expect([statusCode, cookies]).toEqual([status, undefined]);
});

test("what the stream did not take renews nothing, and a page whose request carried cookies can read it", async () => {
  streamStatus = 400;
  const error = vi.spyOn(console, "error").mockReturnValueOnce();
  const { statusCode, cookies, headers } = await ask();
  expect([statusCode, cookies]).toEqual([503, undefined]);
  expect(headers?.["access-control-allow-credentials"]).toBe("true");
  // The whole line: nothing of the event, its page or its visitor.
  expect(JSON.parse(error.mock.lastCall?.[0])).toEqual({
    level: "ERROR",
    message: "stream refuses",
    code: "ValidationException",
    tries: 1,
    records: 1,
  });
});

test.each<[string, Asked]>([
  ["a refused body", { body: "{" }],
  ["a preflight", { method: "OPTIONS" }],
  ["an app that is off", { app: "closed" }],
])("the answer to %s can be read by a page whose request carried cookies", async (_, asked) => {
  const { headers } = await ask(asked);
  expect(headers).toMatchObject({
    "access-control-allow-origin": "https://www.example.com",
    "access-control-allow-credentials": "true",
  });
});

test("an app without a cookie's domain renews nothing and says nothing of credentials", async () => {
  for (const asked of [{}, { body: "{" }, { method: "OPTIONS" }]) {
    const { cookies, headers } = await ask({ app: "plain", ...asked });
    expect(cookies).toBeUndefined();
    expect(headers).toHaveProperty("access-control-allow-origin");
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  }
});

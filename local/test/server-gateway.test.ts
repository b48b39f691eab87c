// The event and result of an HTTP API, payload format 2.0:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html

import { describe, expect, test } from "vitest";
import { type DoorRequest, fromGatewayResult, toGatewayEvent } from "../src/lambda/gateway-event.ts";

const now = Date.parse("2020-03-12T19:03:58.000Z");

function toEvent(request: Partial<DoorRequest>) {
  const whole = {
    method: "POST",
    url: "/v1/events",
    headers: {},
    body: Buffer.alloc(0),
    sourceIp: "127.0.0.1",
  };
  return toGatewayEvent({ ...whole, ...request }, "request-1", now);
}

describe("a request's path and query", () => {
  test.each([
    ["/v1/events?app=shop&sent=1", "/v1/events", "app=shop&sent=1"],
    ["/v1/events", "/v1/events", ""],
    ["/v1/events?", "/v1/events", ""],
    ["/v1/events?app=a?b&c=d?", "/v1/events", "app=a?b&c=d?"],
    ["/v1/events?app=a%20b+c&app=d", "/v1/events", "app=a%20b+c&app=d"],
  ])("%s is parted at the first question mark, undecoded", (url, rawPath, rawQueryString) => {
    expect(toEvent({ url })).toMatchObject({
      rawPath,
      rawQueryString,
      requestContext: { http: { path: rawPath } },
    });
  });
});

describe("a request's headers", () => {
  test("are handed on, repeated ones joined by comma, absent ones left out", () => {
    const headers = { "user-agent": "Browser/1", "x-twice": ["a", "b"], "x-none": undefined };
    expect(toEvent({ headers }).headers).toEqual({ "user-agent": "Browser/1", "x-twice": "a,b" });
  });

  test("have no cookies: those come apart, one by one", () => {
    const event = toEvent({ headers: { cookie: "a=1; b=2=3", host: "localhost" } });
    expect(event.cookies).toEqual(["a=1", "b=2=3"]);
    expect(event.headers).toEqual({ host: "localhost" });
    expect(toEvent({})).not.toHaveProperty("cookies");
  });
});

describe("a request's body", () => {
  const body = Buffer.from('{"name":"café"}');

  test.each([
    "text/plain",
    "text/plain;charset=UTF-8",
    "Text/Plain",
    "text/csv",
    "application/json",
    "application/json; charset=utf-8",
    "application/xml",
    "application/javascript",
  ])("comes as text where its type is %s", (type) => {
    const event = toEvent({ body, headers: { "content-type": type } });
    expect(event).toMatchObject({ body: '{"name":"café"}', isBase64Encoded: false });
  });

  test.each([
    { "content-type": "application/octet-stream" },
    { "content-type": "application/x-www-form-urlencoded" },
    { "content-type": "multipart/form-data; boundary=x" },
    { "content-type": "application/jsonp" },
    { "content-type": "text/plain", "content-encoding": "gzip" },
    {},
  ])("comes as base64 where its headers are %j", (headers) => {
    const event = toEvent({ body, headers: headers as DoorRequest["headers"] });
    expect(event).toMatchObject({ body: body.toString("base64"), isBase64Encoded: true });
  });

  test("that is no text is unharmed by base64, and lost where its type says text", () => {
    const bytes = Buffer.from([0x1f, 0x8b, 0xff, 0x00]);
    const whole = toEvent({ body: bytes });
    expect(Buffer.from(whole.body ?? "", "base64")).toEqual(bytes);
    const lost = toEvent({ body: bytes, headers: { "content-type": "text/plain" } });
    expect(Buffer.from(lost.body ?? "")).not.toEqual(bytes);
  });

  test("is absent where it is empty, and then nothing is base64", () => {
    const event = toEvent({ method: "GET" });
    expect(event).not.toHaveProperty("body");
    expect(event.isBase64Encoded).toBe(false);
  });
});

test("the request's context says who asked for what, and when as logs write it", () => {
  const headers = { host: "localhost:8080", "user-agent": "Browser/1" };
  const event = toEvent({ method: "OPTIONS", headers, sourceIp: "127.0.0.9" });
  expect(event).toMatchObject({ version: "2.0", routeKey: "$default" });
  expect(event.requestContext).toMatchObject({
    requestId: "request-1",
    domainName: "localhost:8080",
    routeKey: "$default",
    stage: "$default",
    time: "12/Mar/2020:19:03:58 +0000",
    timeEpoch: now,
    http: {
      method: "OPTIONS",
      path: "/v1/events",
      protocol: "HTTP/1.1",
      sourceIp: "127.0.0.9",
      userAgent: "Browser/1",
    },
  });
});

describe("a function's result", () => {
  test("becomes status, headers as text, and body", () => {
    const result = { statusCode: 503, headers: { "retry-after": 5, "x-on": true }, body: "later" };
    expect(fromGatewayResult(result)).toEqual({
      status: 503,
      headers: { "retry-after": "5", "x-on": "true" },
      body: "later",
    });
  });

  test("has its cookies as so many headers", () => {
    const cookies = ["a=1; Path=/", "b=2"];
    expect(fromGatewayResult({ headers: { vary: "origin" }, cookies }).headers).toEqual({
      vary: "origin",
      "set-cookie": cookies,
    });
  });

  test("is an empty 200 where it says nothing", () => {
    expect(fromGatewayResult({})).toEqual({ status: 200, headers: {}, body: "" });
  });
});

import { readFileSync } from "node:fs";
import { type RequestError, requestErrors } from "@riacho/contract/answer";
import { type clientActs, requestErrorMeanings } from "@riacho/contract/meanings";
import { describe, expect, test } from "vitest";
import { type Outcome, readOutcome } from "../../sdk/src/outcome.ts";
import { readHeaders, toHttpReference } from "../http-reference.ts";
import { answers, ask, refusals, sampleBody } from "../http-samples.ts";

const errors = Object.keys(requestErrors) as RequestError[];
const sent = (sampleBody as { events: unknown[] }).events.length;

test("docs/reference/http.md says what the code says (npm run docs writes it anew)", () => {
  expect(readFileSync("docs/reference/http.md", "utf8")).toBe(toHttpReference());
});

test("the body that is shown is accepted, as text and as gzip", () => {
  for (const { status, body } of [answers.accepted(), answers.compressed()]) {
    expect([status, JSON.parse(String(body))]).toEqual([200, { accepted: sent, rejected: [] }]);
  }
});

describe.each(errors)("%s", (error) => {
  const { status, headers, body } = refusals[error]();

  test("is what the collector answers, with its status", () => {
    expect([status, JSON.parse(String(body))]).toEqual([
      requestErrors[error],
      { error, message: expect.stringMatching(/./) },
    ]);
  });

  test("asks of a client what the SDK does", () => {
    const reply = { status, retryAfter: headers["retry-after"] ?? null, text: String(body) };
    const acts: Record<keyof typeof clientActs, Outcome["kind"]> = {
      keep: "retry",
      halve: "halve",
      stop: "off",
    };
    expect(readOutcome(reply, sent, 0).kind).toBe(acts[requestErrorMeanings[error].client]);
  });
});

test("the headers that are named are those that are read", () => {
  const read = new Set<string | symbol>();
  const ofPage: Record<string, string> = {
    origin: "https://shop.example.com",
    "x-riacho-edge": "a secret of the edge",
  };
  const headers = new Proxy(ofPage, {
    get(target, name) {
      read.add(name);
      return Reflect.get(target, name);
    },
  });
  ask({ headers });
  ask({ headers, method: "GET", path: "/v1/p.gif" });
  expect([...read].sort()).toEqual(Object.keys(readHeaders).sort());
});

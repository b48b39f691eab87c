import { describe, expect, test } from "vitest";
import type { AwsAnswer } from "../src/call-aws.ts";
import { judgePut } from "../src/judge-put.ts";

const stored = { SequenceNumber: "49590338271490256608559692538361571095921575989136588898", ShardId: "s" };
const throttled = { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "Rate exceeded" };
const answered = (body: unknown): AwsAnswer => ({ kind: "answered", body });
const refused = (code: string, status = 400): AwsAnswer => ({ kind: "refused", status, code, message: "m" });

test("records are stored where the answer gives each its sequence number", () => {
  const answer = answered({ FailedRecordCount: 0, Records: [stored, stored] });
  expect(judgePut(answer, 2)).toMatchObject({ kind: "tried", unstored: [] });
});

test("of a half-written call, the refused records are named by their positions", () => {
  const answer = answered({ FailedRecordCount: 2, Records: [throttled, stored, throttled] });
  expect(judgePut(answer, 3)).toEqual({ kind: "tried", unstored: [0, 2], cause: throttled.ErrorCode });
});

test("a count of failures that says 0 is not believed over the records", () => {
  const answer = answered({ FailedRecordCount: 0, Records: [stored, throttled] });
  expect(judgePut(answer, 2)).toMatchObject({ unstored: [1] });
});

describe("nothing is stored, and is worth another try, after", () => {
  test.each<[string, AwsAnswer]>([
    ["no answer", { kind: "unreachable", code: "ECONNREFUSED" }],
    ["a whole call that was throttled", refused("ProvisionedThroughputExceededException")],
    ["too many calls", refused("ThrottlingException")],
    ["a busy key service", refused("KMSThrottlingException")],
    ["a 500", refused("InternalFailure", 500)],
    ["a 503 of a proxy, without a name", refused("HTTP 503", 503)],
    ["a 429", refused("HTTP 429", 429)],
    ["a 200 that is no JSON", answered(null)],
    ["a 200 of somebody else", answered({ status: "ok" })],
    ["a 200 with text for records", answered({ Records: "ok" })],
    ["fewer records than were put", answered({ FailedRecordCount: 0, Records: [stored] })],
    ["more records than were put", answered({ FailedRecordCount: 0, Records: [stored, stored, stored] })],
    [
      "records with an error beside a sequence number",
      answered({
        FailedRecordCount: 0,
        Records: [
          { ...stored, ...throttled },
          { ...stored, ...throttled },
        ],
      }),
    ],
    ["records without sequence numbers", answered({ FailedRecordCount: 0, Records: [{}, null] })],
  ])("%s", (_, answer) => {
    expect(judgePut(answer, 2)).toMatchObject({ kind: "tried", unstored: [0, 1] });
  });
});

describe("not worth another try is", () => {
  test.each([
    "AccessDeniedException",
    "ResourceNotFoundException",
    "ValidationException",
    "InvalidArgumentException",
    "SerializationException",
    "UnrecognizedClientException",
    "ExpiredTokenException",
    "KMSDisabledException",
  ])("%s", (code) => {
    expect(judgePut(refused(code), 2)).toEqual({ kind: "refused", code, message: "m" });
  });
});

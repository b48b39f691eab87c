import { describe, expect, test } from "vitest";
import type { AwsAnswer } from "../src/call-aws.ts";
import { readEdgeSecrets } from "../src/read-edge-secrets.ts";

const name = "/riacho/test/edge-secret";
const value = (text: unknown): AwsAnswer => ({ kind: "answered", body: { Parameter: { Value: text } } });
const busy: AwsAnswer = { kind: "refused", status: 500, code: "InternalServerError", message: "" };
const denied: AwsAnswer = { kind: "refused", status: 400, code: "AccessDeniedException", message: "" };
const away: AwsAnswer = { kind: "unreachable", code: "TIMEOUT" };

/** Asks an SSM that gives these answers in turn. */
async function read(...answers: AwsAnswer[]) {
  const asked: [string, object][] = [];
  const secrets = await readEdgeSecrets(async (operation, input) => {
    asked.push([operation, input]);
    return answers[asked.length - 1] as AwsAnswer;
  }, name);
  return { secrets, asked };
}

test("one parameter is asked for, decrypted", async () => {
  const { asked } = await read(value("secret-1-of-sixteen"));
  expect(asked).toEqual([["GetParameter", { Name: name, WithDecryption: true }]]);
});

test.each([
  ["secret-1-of-sixteen", ["secret-1-of-sixteen"]],
  ["secret-1-of-sixteen,secret-2-of-sixteen", ["secret-1-of-sixteen", "secret-2-of-sixteen"]],
  ["secret-1-of-sixteen\nsecret-2-of-sixteen\n", ["secret-1-of-sixteen", "secret-2-of-sixteen"]],
  [" secret-1-of-sixteen ,\r\n secret-2-of-sixteen ", ["secret-1-of-sixteen", "secret-2-of-sixteen"]],
])("%j is read", async (text, secrets) => {
  expect((await read(value(text))).secrets).toEqual({ kind: "read", secrets });
});

test("what may pass is asked once more", async () => {
  expect((await read(busy, value("secret-1-of-sixteen"))).secrets).toEqual({
    kind: "read",
    secrets: ["secret-1-of-sixteen"],
  });
  expect((await read(away, value("secret-1-of-sixteen"))).secrets).toEqual({
    kind: "read",
    secrets: ["secret-1-of-sixteen"],
  });
});

describe("is unknown, by its cause:", () => {
  test.each<[string, AwsAnswer[], string, number]>([
    ["a missing permission, asked once", [denied], "AccessDeniedException", 1],
    ["an SSM that is away", [away, away], "TIMEOUT", 2],
    ["an SSM that fails", [busy, busy], "InternalServerError", 2],
    ["an empty value: it would equal a header that is empty", [value(" ,\n")], "an empty value", 1],
    ["a secret that can be guessed", [value("short")], "a secret of fewer than 16 characters", 1],
    ["an answer of somebody else", [value(7)], "an answer without a value", 1],
    ["no JSON", [{ kind: "answered", body: null }], "an answer without a value", 1],
  ])("%s", async (_, answers, cause, times) => {
    const { secrets, asked } = await read(...answers);
    expect(secrets).toEqual({ kind: "unknown", cause });
    expect(asked.length).toBe(times);
  });
});

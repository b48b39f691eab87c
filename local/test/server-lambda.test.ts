import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { toGatewayEvent } from "../src/lambda/gateway-event.ts";
import { type Lambda, startLambda } from "../src/lambda/start-lambda.ts";
import { collectorBundle, withCollectorBundle } from "./server-bundle.ts";

let dir: string;
let bundles = 0;
let lambda: Lambda | undefined;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "riacho-lambda-"));
  await withCollectorBundle();
});
afterEach(async () => {
  await lambda?.stop();
  lambda = undefined;
});
afterAll(() => rm(dir, { recursive: true }));

async function start(code: string, env: Record<string, string> = {}): Promise<Lambda> {
  const bundle = join(dir, `bundle-${bundles++}.mjs`);
  await writeFile(bundle, code);
  lambda = await startLambda(bundle, env);
  return lambda;
}

function toEvent(body = "", url = "/"): APIGatewayProxyEventV2 {
  const headers = { "content-type": "text/plain" };
  return toGatewayEvent({ method: "POST", url, headers, body: Buffer.from(body), sourceIp: "" }, "1", 0);
}

/** A handler that does what the body says. */
const obedient = `
  let calls = 0;
  export async function handler({ body }) {
    calls++;
    if (body === "throw") throw new Error("thrown on order");
    if (body === "exit") process.exit(3);
    if (body === "throw later") setTimeout(() => { throw new Error("thrown later"); });
    if (body === "throw later" || body === "wait") await new Promise(() => setTimeout(() => {}, 60_000));
    if (body === "unclonable") return { body: () => {} };
    return { body: String(calls) };
  }`;

describe("the function", () => {
  test("sees the environment it is given, and nothing of ours", async () => {
    process.env.RIACHO_TEST_SECRET = "ours";
    const code = "export const handler = async () => ({ body: JSON.stringify(process.env) });";
    const { invoke } = await start(code, { RIACHO_STREAM: "clicks" });
    delete process.env.RIACHO_TEST_SECRET;
    expect(JSON.parse((await invoke(toEvent())).body ?? "")).toEqual({ RIACHO_STREAM: "clicks" });
  });

  test("keeps its state between calls, which may overlap", async () => {
    const { invoke } = await start(obedient);
    const answers = await Promise.all([invoke(toEvent()), invoke(toEvent()), invoke(toEvent())]);
    expect(answers.map(({ body }) => body)).toEqual(["1", "2", "3"]);
  });
});

describe("a call", () => {
  test("fails where the handler throws, with its message, and the next one works in the same thread", async () => {
    const { invoke } = await start(obedient);
    await expect(invoke(toEvent("throw"))).rejects.toThrow("thrown on order");
    expect(await invoke(toEvent())).toEqual({ body: "2" });
  });

  test("fails where the result cannot leave the thread", async () => {
    const { invoke } = await start(obedient);
    await expect(invoke(toEvent("unclonable"))).rejects.toThrow("could not be cloned");
    expect(await invoke(toEvent())).toEqual({ body: "2" });
  });

  test.each([
    ["exit", "the function's thread ended with code 3"],
    ["throw later", "thrown later"],
  ])(
    "that ends the thread (%s) fails all that are under way, and the next ones share a new thread",
    async (how, message) => {
      const { invoke } = await start(obedient);
      const waiting = invoke(toEvent("wait"));
      const ending = invoke(toEvent(how));
      await expect(waiting).rejects.toThrow(message);
      await expect(ending).rejects.toThrow(message);
      const answers = await Promise.all([invoke(toEvent()), invoke(toEvent())]);
      expect(answers.map(({ body }) => body)).toEqual(["1", "2"]);
    },
  );

  test("under way fails when the function is stopped, and none is taken after", async () => {
    const { invoke, stop } = await start(obedient);
    const waiting = expect(invoke(toEvent("wait"))).rejects.toThrow("the function's thread ended");
    await stop();
    await waiting;
    await expect(invoke(toEvent())).rejects.toThrow("the function is stopped");
  });
});

describe("a bundle that does not load", () => {
  test.each([
    ['throw new Error("no such table")', "no such table"],
    ['throw "a text"', "a text"],
    ["process.exit(4)", "the function's thread ended with code 4"],
    ["await new Promise(() => {})", "the function's thread ended with code 13"], // Node's code for an await without end
    ["export const = 1", "SyntaxError"],
  ])("fails the start: %s", async (code, message) => {
    const error = await start(code).catch((reason: Error) => reason);
    expect(String(error)).toContain(message);
  });

  test("that is missing fails the start with its path", async () => {
    await expect(startLambda(join(dir, "none.mjs"), {})).rejects.toThrow("none.mjs");
  });
});

describe("the real collector", () => {
  test("answers", async () => {
    lambda = await startLambda(collectorBundle, {
      RIACHO_STREAM: "clicks",
      RIACHO_APPS: '{"shop":{"origins":[]}}',
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "any",
      AWS_SECRET_ACCESS_KEY: "any",
    });
    const { statusCode, body } = await lambda.invoke(toEvent("", "/v1/health"));
    expect(statusCode).toBe(200);
    expect(JSON.parse(body ?? "")).toMatchObject({ status: "ok" });
  });

  test.each([
    [{}, "RIACHO_STREAM: expected the name of a Kinesis stream, got nothing"],
    [{ RIACHO_STREAM: "clicks" }, "RIACHO_APPS: expected JSON such as"],
    [{ RIACHO_STREAM: "clicks", RIACHO_APPS: "shop" }, "got shop"],
    [{ RIACHO_STREAM: "clicks", RIACHO_APPS: '{"shop":{}}' }, 'RIACHO_APPS: app "shop": expected "origins"'],
    [{ RIACHO_STREAM: "clicks", RIACHO_APPS: "{}" }, "AWS_REGION: expected a region"],
    [{ RIACHO_STREAM: "clicks", RIACHO_APPS: "{}", AWS_REGION: "us-east-1" }, "AWS_ACCESS_KEY_ID and"],
  ])("does not start with %j, and says what it expected", async (env, sentence) => {
    await expect(startLambda(collectorBundle, env as Record<string, string>)).rejects.toThrow(sentence);
  });
});

// The container's entry, as `npm run build` left it, in a process of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { startCredentialsEndpoint } from "./credentials-endpoint.ts";

const path = fileURLToPath(new URL("../dist/node.mjs", import.meta.url));
const env = {
  RIACHO_STREAM: "events",
  RIACHO_APPS: '{"shop":{"origins":[]}}',
  AWS_REGION: "eu-west-1",
  PORT: "0",
  RIACHO_DRAIN_MS: "0",
};
const keys = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function start(given: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [path], { env: given, stdio: ["ignore", "pipe", "pipe"] });
  stops.push(() => child.kill("SIGKILL"));
  return child;
}

async function readAll(stream: ChildProcess["stdout"]): Promise<string> {
  let text = "";
  for await (const part of stream ?? []) text += part;
  return text;
}

describe("what keeps it from starting is one line of the log that says what to mend, and code 1:", () => {
  test.each<[string, Record<string, string>, string]>([
    [
      "no stream",
      { ...keys, RIACHO_STREAM: "" },
      "RIACHO_STREAM: expected the name of a Kinesis stream, got nothing",
    ],
    ["apps that are no JSON", { ...keys, RIACHO_APPS: "{" }, "RIACHO_APPS: expected JSON such as"],
    ["no keys", {}, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: expected both"],
    ["a port that is none", { ...keys, PORT: "http" }, "PORT: expected a whole number from 0 to 65535"],
  ])("%s", async (_, change, cause) => {
    const child = start({ ...env, ...change });
    const [out, error, [code]] = await Promise.all([
      readAll(child.stdout),
      readAll(child.stderr),
      once(child, "exit"),
    ]);
    expect([code, out]).toEqual([1, ""]);
    expect(error).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(error)).toEqual({
      level: "ERROR",
      message: "the collector cannot start",
      cause: expect.stringContaining(cause),
    });
  });

  test("a role that nobody answers for", async () => {
    const { url, stop } = await startCredentialsEndpoint();
    stop();
    const child = start({ ...env, AWS_CONTAINER_CREDENTIALS_FULL_URI: url });
    const { cause } = JSON.parse(await readAll(child.stderr));
    expect(cause).toBe(`expected credentials from ${new URL(url).host}, got ECONNREFUSED`);
  });

  test("a port that is taken", async () => {
    const taken = await listen(createServer());
    const child = start({ ...env, ...keys, PORT: String(taken) });
    expect(JSON.parse(await readAll(child.stderr)).cause).toContain("EADDRINUSE");
  });
});

async function listen(server: Server): Promise<number> {
  await once(server.listen(0), "listening");
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test("it signs its calls as the role that the container's endpoint answers for", async () => {
  const endpoint = await startCredentialsEndpoint();
  stops.push(endpoint.stop);
  const seen: IncomingHttpHeaders[] = [];
  const kinesis = await listen(
    createServer(({ headers }, response) => {
      seen.push(headers);
      response.end('{"FailedRecordCount":0,"Records":[{"SequenceNumber":"1"}]}');
    }),
  );
  const child = start({
    ...env,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint.url,
    AWS_ENDPOINT_URL_KINESIS: `http://127.0.0.1:${kinesis}`,
  });
  const [line] = (await once(createInterface(child.stdout as NodeJS.ReadableStream), "line")) as [string];
  const url = `http://127.0.0.1:${JSON.parse(line).port}/v1/events?app=shop`;
  const body = '{"events":[{"id":"a1","name":"sign_up"}]}';
  expect((await fetch(url, { method: "POST", body })).status).toBe(200);
  expect(seen[0]?.authorization).toContain("Credential=AKIA1/");
  expect(seen[0]?.["x-amz-security-token"]).toBe("token 1");
});

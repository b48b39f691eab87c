import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AwsCredentials } from "../src/aws-settings.ts";
import { findCredentials, readCredentialsUrl } from "../src/container-credentials.ts";
import {
  type CredentialsEndpoint,
  lifeMs,
  startCredentialsEndpoint,
  toAnswer,
} from "./credentials-endpoint.ts";

let endpoint: CredentialsEndpoint;
let dir: string;
beforeEach(async () => {
  endpoint = await startCredentialsEndpoint();
  dir = await mkdtemp(join(tmpdir(), "riacho-token-"));
});
afterEach(async () => {
  endpoint.stop();
  vi.restoreAllMocks();
  await rm(dir, { recursive: true });
});

const full = (): Record<string, string> => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint.url });

/** Finds them and gives those of the moment. */
async function give(env: Record<string, string>): Promise<AwsCredentials> {
  const found = await findCredentials(env, { pauseMs: 1 });
  return typeof found === "function" ? found() : found;
}

/** Finds those of the role, by a clock that the test sets. */
async function find(env: Record<string, string>) {
  const clock = { now: Date.now() };
  const found = await findCredentials(env, { now: () => clock.now });
  if (typeof found !== "function") throw new Error("expected credentials that expire");
  return { clock, give: found };
}

test("the role's credentials are those that the endpoint gives", async () => {
  expect(await give(full())).toEqual({
    accessKeyId: "AKIA1",
    secretAccessKey: "secret 1",
    sessionToken: "token 1",
  });
  expect(endpoint.asked[0]).not.toHaveProperty("authorization");
});

test("keys in the environment come first, and nobody is asked", async () => {
  const keys = { AWS_ACCESS_KEY_ID: "AKIA0", AWS_SECRET_ACCESS_KEY: "s" };
  expect(await give({ ...full(), ...keys })).toEqual({ accessKeyId: "AKIA0", secretAccessKey: "s" });
  expect(endpoint.asked).toEqual([]);
});

test("the token is read from its file each time, since it is replaced there", async () => {
  const file = join(dir, "token");
  await writeFile(file, "first\n");
  const { clock, give } = await find({ ...full(), AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file });
  await writeFile(file, "second\n");
  clock.now += lifeMs + 60_000;
  endpoint.lifeMs = 2 * lifeMs;
  expect((await give()).accessKeyId).toBe("AKIA2");
  expect(endpoint.asked.map(({ authorization }) => authorization)).toEqual(["first", "second"]);
});

test("a token in the environment is sent too, unless there is a file", async () => {
  await give({ ...full(), AWS_CONTAINER_AUTHORIZATION_TOKEN: "of the environment" });
  expect(endpoint.asked[0]?.authorization).toBe("of the environment");
});

test("what was not renewed is a line in the log, which says for how long the old ones are valid", async () => {
  const { clock, give } = await find(full());
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  endpoint.misbehave = (response) => void response.writeHead(500).end();
  clock.now += lifeMs - 60_000;
  expect((await give()).accessKeyId).toBe("AKIA1");
  await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), { interval: 5 });
  const { leftMs, ...line } = JSON.parse(warn.mock.calls[0]?.[0]);
  expect(line).toEqual({ level: "WARN", message: "credentials were not renewed", cause: "status 500" });
  expect(Math.abs(leftMs - 60_000)).toBeLessThan(5_000);
});

describe("an endpoint that gives none is asked three times, and the start fails with what came:", () => {
  const without = (name: string) => JSON.stringify({ ...toAnswer(1), [name]: undefined });
  test.each<[string, (response: ServerResponse) => void, string]>([
    [
      "a refusal",
      (response) => void response.writeHead(403).end(JSON.stringify(toAnswer(1))),
      "got status 403",
    ],
    ["no JSON", (response) => void response.end("<html>"), "got an answer without AccessKeyId"],
    ["null", (response) => void response.end("null"), "got an answer without"],
    ["no key", (response) => void response.end(without("AccessKeyId")), "got an answer without"],
    ["no secret", (response) => void response.end(without("SecretAccessKey")), "got an answer without"],
    ["no session", (response) => void response.end(without("Token")), "got an answer without"],
    ["no end", (response) => void response.end(without("Expiration")), "got an answer without"],
    [
      "ones that have expired",
      (response) => void response.end(JSON.stringify(toAnswer(1, -1))),
      "an Expiration to come",
    ],
    [
      "the way to another host",
      (response) => void response.writeHead(302, { location: endpoint.url }).end(),
      "got unexpected redirect",
    ],
    ["a broken connection", (response) => void response.destroy(), "got UND_ERR_SOCKET"],
  ])("%s", async (_, misbehave, sentence) => {
    endpoint.misbehave = misbehave;
    const failed = give(full());
    await expect(failed).rejects.toThrow(sentence);
    // Never what it says: that may be a secret.
    await expect(failed).rejects.not.toThrow(/secret|session/);
    expect(endpoint.asked.length).toBe(3);
  });

  test("a file of the token that is not there", async () => {
    const env = { ...full(), AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(dir, "none") };
    await expect(give(env)).rejects.toThrow("got ENOENT");
    expect(endpoint.asked).toEqual([]);
  });
});

describe("the address", () => {
  test.each([
    [
      { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1?a=b" },
      "http://169.254.170.2/v2/credentials/1?a=b",
    ],
    [
      {
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/a",
        AWS_CONTAINER_CREDENTIALS_FULL_URI: "https://b.example/",
      },
      "http://169.254.170.2/a",
    ],
    [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "//evil.example/a" }, "http://169.254.170.2//evil.example/a"],
    [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "@evil.example/a" }, "http://169.254.170.2/@evil.example/a"],
  ])("%j is ECS', whatever else is set", (env, url) => {
    expect(readCredentialsUrl(env)?.href).toBe(url);
  });

  test.each([
    "https://anything.example/",
    "http://localhost:8080/",
    "http://127.0.0.1/",
    "http://127.9.8.7/",
    "http://[::1]:1/",
    "http://169.254.170.2/",
    "http://169.254.170.23/v1/credentials",
    "http://[fd00:ec2::23]/v1/credentials",
  ])("%s may be asked", (text) => {
    expect(readCredentialsUrl({ AWS_CONTAINER_CREDENTIALS_FULL_URI: text })?.href).toBe(text);
  });

  test.each([
    "http://example.com/",
    "http://127.0.0.1.example.com/",
    "http://localhost.example.com/",
    "http://127.0.0.1@example.com/",
    "http://169.254.169.254/latest",
    "http://10.0.0.1/",
    "ftp://localhost/",
    "file:///etc/passwd",
    "localhost",
  ])("%s may not", (text) => {
    expect(() => readCredentialsUrl({ AWS_CONTAINER_CREDENTIALS_FULL_URI: text })).toThrow(
      "AWS_CONTAINER_CREDENTIALS_FULL_URI: expected https://, or http:// and one of localhost",
    );
  });

  test("that is refused is named by its host alone", () => {
    const read = () =>
      readCredentialsUrl({ AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://a:hush@example.com/hush" });
    expect(read).toThrow("got http://example.com");
    expect(read).not.toThrow("hush");
  });
});

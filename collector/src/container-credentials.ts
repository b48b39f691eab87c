// The credentials of a container's role. ECS and EKS answer for them on an address that only the container reaches:
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html

import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type Credentials, readKeys } from "./aws-settings.ts";
import { type ExpiringCredentials, keepCredentials } from "./keep-credentials.ts";
import { log } from "./log.ts";

type Env = Record<string, string | undefined>;

/** How long an endpoint may take to answer, in milliseconds. */
const askMs = 2_000;

/** At the start, when its agent may be starting too. */
const triesMax = 3;

export interface FindOptions {
  /** Between the tries of the start, in milliseconds. Default: 500. */
  pauseMs?: number;
  /** Our clock, in milliseconds since 1970. */
  now?(): number;
}

/**
 * Finds the credentials of the container: the keys of the environment, as for the Lambda, else those of its role.
 *
 * @throws Error that says what was expected and what came, also where the endpoint gives none
 * @example await startCollector(process.env, { findCredentials })
 */
export async function findCredentials(
  env: Env,
  { pauseMs = 500, now = Date.now }: FindOptions = {},
): Promise<Credentials> {
  const url = readCredentialsUrl(env);
  if (!url || (env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY)) return readKeys(env);
  const ask = () => askForCredentials(url, env, now);
  const first = await askAtStart(ask, url, pauseMs);
  return keepCredentials(first, ask, now, ({ message }, leftMs) =>
    log({ level: "WARN", message: "credentials were not renewed", cause: message, leftMs }),
  );
}

/** Hosts that may be asked without TLS, beside loopback: ECS' and, by either protocol, EKS' agent on the same machine. */
const linkLocalHosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

/**
 * The endpoint that the environment names; null where it names none. The relative address comes first, as in AWS' clients.
 *
 * @throws Error where the token might be sent over a network in the clear
 * @example readCredentialsUrl({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1" }) // at 169.254.170.2
 */
export function readCredentialsUrl(env: Env): URL | null {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = env;
  if (path) return new URL(`http://169.254.170.2/${path.replace(/^\//, "")}`);
  if (!full) return null;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url && isSafe(url)) return url;
  const expected = `https://, or http:// and one of localhost, 127.0.0.0/8, [::1], ${linkLocalHosts.join(", ")}`;
  // Its origin alone: the rest may be a secret.
  throw new Error(
    `AWS_CONTAINER_CREDENTIALS_FULL_URI: expected ${expected}, got ${url ? url.origin : "no URL"}`,
  );
}

function isSafe({ protocol, hostname }: URL): boolean {
  if (protocol === "https:") return true;
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === "http:" && (isLoopback || linkLocalHosts.includes(hostname));
}

async function askAtStart(
  ask: () => Promise<ExpiringCredentials>,
  { host }: URL,
  pauseMs: number,
): Promise<ExpiringCredentials> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (cause) {
      if (tries === triesMax)
        throw new Error(`expected credentials from ${host}, got ${(cause as Error).message}`, { cause });
      await sleep(pauseMs);
    }
  }
}

async function askForCredentials(url: URL, env: Env, now: () => number): Promise<ExpiringCredentials> {
  const token = await readToken(env);
  const response = await fetch(url, {
    headers: token ? { authorization: token } : {},
    // Whom it points to is not whom we trust.
    redirect: "error",
    signal: AbortSignal.timeout(askMs),
  }).catch(throwReason);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return readAnswer(text, now());
}

/** `fetch` itself says only that it failed. */
function throwReason({ message, cause }: Error): never {
  const { code, message: reason } = (cause ?? {}) as NodeJS.ErrnoException;
  throw new Error(code ?? reason ?? message, { cause });
}

/** Read each time: the file is replaced before the token in it expires. */
async function readToken(env: Env): Promise<string | undefined> {
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file, AWS_CONTAINER_AUTHORIZATION_TOKEN: token } = env;
  return (file ? await readFile(file, "utf8") : token)?.trim();
}

function readAnswer(text: string, now: number): ExpiringCredentials {
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = parseObject(text);
  const expiresAt = Date.parse(String(Expiration));
  if (isText(AccessKeyId) && isText(SecretAccessKey) && isText(Token) && expiresAt > now) {
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: Token,
    };
    return { credentials, expiresAt };
  }
  throw new Error("an answer without AccessKeyId, SecretAccessKey, Token and an Expiration to come");
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

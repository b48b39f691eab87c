// What an environment may be told. Pure: a wrong value fails the synth with a sentence, never a deployment half-way.

import { type App, readConfig } from "@riacho/collector/config";

/** In the order in which a change reaches them. */
export const environmentNames = ["dev", "test", "prod"] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/**
 * How the stream takes its load. A provisioned shard takes 1 MB and 1,000 records a second and is paid by the hour;
 * on-demand follows the load, and is paid by the hour and by what goes through.
 * https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html
 */
export type StreamMode = { mode: "provisioned"; shards: number } | { mode: "on-demand" };

const streamModes = ["provisioned", "on-demand"] as const;

/** Of the collector's apps: what its `RIACHO_APPS` says of one. `off` and `cookieDomain` may be left out. */
export type AppSettings = Pick<App, "origins"> & Partial<App>;

/** All that differs between two environments: size, retention and protection, not shape. */
export interface Settings {
  name: EnvironmentName;
  /** Twelve digits. The CLI refuses to deploy with credentials of another account. */
  account: string;
  /** Such as `eu-west-1`. */
  region: string;
  /** By app id, at least one. Origins are https, but for those of a developer's own machine. */
  apps: Record<string, AppSettings>;
  stream: StreamMode & {
    /** Hours for which the stream keeps what was not read: 24 to 8760. */
    retentionHours: number;
  };
  /** What the door lets through, for all clients together; the rest is answered 429, and its senders keep it. */
  throttling: {
    /** Sustained. */
    requestsPerSecond: number;
    /** At once. */
    burst: number;
  };
  collector: {
    /** 128 to 10240; the processor's share grows with it. */
    memoryMb: number;
    /** Calls at once, at least and at most: no other function can take them, and a flood cannot take more. */
    reservedConcurrency: number;
  };
  /** Days for which logs are kept: one of {@link logRetentionDays}. */
  logRetentionDays: number;
  /** Whether the stacks refuse to be deleted, and stream and logs outlive them. */
  isProtected: boolean;
  /** Name of the SecureString parameter that holds the edge's secret. It is made by hand: see docs/how-to/deploy.md. */
  edgeSecretParameter: string;
}

/** What CloudWatch Logs takes. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Lambda takes 4 KB for all variables; the rest is for the stream's name and those to come. */
const appsBytesMax = 3500;

/**
 * Reads the settings of one environment, whose type may be a lie: a cast, or a value made of something else.
 *
 * @throws Error that names the setting, what was expected and what came
 * @example readSettings({ name: "dev", account: "123456789012", region: "eu-west-1", ... })
 */
export function readSettings(value: unknown): Settings {
  const name = readName(value);
  const at = (key: string) => `${name}: ${key}`;
  const settings = readObject(value, name, [
    "name",
    "account",
    "region",
    "apps",
    "stream",
    "throttling",
    "collector",
    "logRetentionDays",
    "isProtected",
    "edgeSecretParameter",
  ]);
  const throttling = readObject(settings.throttling, at("throttling"), ["requestsPerSecond", "burst"]);
  const collector = readObject(settings.collector, at("collector"), ["memoryMb", "reservedConcurrency"]);
  return {
    name,
    account: readText(settings.account, at("account"), /^\d{12}$/, "twelve digits"),
    region: readText(
      settings.region,
      at("region"),
      /^[a-z]{2}(-[a-z]+)+-\d$/,
      'a region such as "eu-west-1"',
    ),
    apps: readApps(settings.apps, at("apps")),
    stream: readStream(settings.stream, at("stream")),
    throttling: {
      requestsPerSecond: readWhole(throttling.requestsPerSecond, at("throttling.requestsPerSecond"), 1, 1e6),
      burst: readWhole(throttling.burst, at("throttling.burst"), 1, 1e6),
    },
    collector: {
      memoryMb: readWhole(collector.memoryMb, at("collector.memoryMb"), 128, 10_240),
      // 0 is a switch that turns the function off, and is not meant here.
      reservedConcurrency: readWhole(
        collector.reservedConcurrency,
        at("collector.reservedConcurrency"),
        1,
        1e5,
      ),
    },
    logRetentionDays: readOneOf(settings.logRetentionDays, at("logRetentionDays"), logRetentionDays),
    isProtected: readOneOf(settings.isProtected, at("isProtected"), [true, false]),
    edgeSecretParameter: readText(
      settings.edgeSecretParameter,
      at("edgeSecretParameter"),
      /^(\/[\w.-]+)+$/,
      'a parameter\'s name such as "/riacho/dev/edge-secret"',
    ),
  };
}

function readName(value: unknown): EnvironmentName {
  return readOneOf((value as { name?: unknown } | null)?.name, "an environment: name", environmentNames);
}

function readStream(value: unknown, at: string): Settings["stream"] {
  const mode = readOneOf((value as { mode?: unknown } | null)?.mode, `${at}.mode`, streamModes);
  const keys = mode === "provisioned" ? ["mode", "retentionHours", "shards"] : ["mode", "retentionHours"];
  const stream = readObject(value, at, keys);
  // A year is the most that Kinesis keeps, and a day the least.
  const retentionHours = readWhole(stream.retentionHours, `${at}.retentionHours`, 24, 8760);
  if (mode === "on-demand") return { mode, retentionHours };
  return { mode, retentionHours, shards: readWhole(stream.shards, `${at}.shards`, 1, 10_000) };
}

/** The collector's own reader judges first, so that what is deployed here starts there. */
function readApps(value: unknown, at: string): Settings["apps"] {
  const text = JSON.stringify(value) ?? "";
  try {
    readConfig({ RIACHO_STREAM: "of no matter", RIACHO_APPS: text });
  } catch (cause) {
    throw new Error(`${at}: ${(cause as Error).message}`, { cause });
  }
  const apps = value as Settings["apps"];
  const ids = Object.keys(apps);
  if (ids.length === 0) throw expected(at, "at least one app", value);
  for (const id of ids) {
    readObject(apps[id], `${at}.${id}`, ["origins"], ["off", "cookieDomain"]);
    const origins = apps[id]?.origins ?? [];
    if (origins.length === 0) throw expected(`${at}.${id}.origins`, "at least one origin", origins);
    const plain = origins.find((origin) => !/^(https:|http:\/\/localhost(:|$))/.test(origin));
    if (plain) throw expected(`${at}.${id}.origins`, "https, or http://localhost", plain);
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > appsBytesMax) {
    throw new Error(`${at}: expected at most ${appsBytesMax} bytes as JSON (Lambda's limit), got ${bytes}`);
  }
  return apps;
}

/** Has all of these keys and no other but the optional ones: a misspelt one would be a setting that does nothing. */
function readObject(
  value: unknown,
  at: string,
  keys: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  if (typeof value !== "object" || value === null)
    throw expected(at, `an object of ${keys.join(", ")}`, value);
  const unknown = Object.keys(value).find((key) => !keys.includes(key) && !optional.includes(key));
  if (unknown) {
    throw new Error(`${at}: expected ${[...keys, ...optional].join(", ")}, got a key "${unknown}"`);
  }
  return value as Record<string, unknown>;
}

function readText(value: unknown, at: string, pattern: RegExp, what: string): string {
  if (typeof value !== "string" || !pattern.test(value)) throw expected(at, what, value);
  return value;
}

function readWhole(value: unknown, at: string, min: number, max: number): number {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw expected(at, `a whole number from ${min} to ${max}`, value);
  }
  return value as number;
}

function readOneOf<Value>(value: unknown, at: string, allowed: readonly Value[]): Value {
  if (!allowed.includes(value as Value)) throw expected(at, `one of ${allowed.join(", ")}`, value);
  return value as Value;
}

function expected(at: string, what: string, value: unknown): Error {
  return new Error(`${at}: expected ${what}, got ${JSON.stringify(value)?.slice(0, 80)}`);
}

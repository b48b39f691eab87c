// What an environment may be told. Pure: a wrong value fails the synth with a sentence, never a deployment half-way.

import { type App, readConfig } from "@riacho/collector/config";
import { expected, readObject, readOneOf, readText, readWhole } from "./read-value.ts";

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
  const settings = readObject(value, name, keys);
  const at = (key: keyof Settings) => [settings[key], `${name}: ${key}`] as const;
  return {
    name,
    account: readText(...at("account"), /^\d{12}$/, "twelve digits"),
    region: readText(...at("region"), /^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as "eu-west-1"'),
    apps: readApps(...at("apps")),
    stream: readStream(...at("stream")),
    throttling: readThrottling(...at("throttling")),
    collector: readCollector(...at("collector")),
    logRetentionDays: readOneOf(...at("logRetentionDays"), logRetentionDays),
    isProtected: readOneOf(...at("isProtected"), [true, false]),
    edgeSecretParameter: readText(...at("edgeSecretParameter"), /^(\/[\w.-]+)+$/, parameterName),
  };
}

const keys: readonly (keyof Settings)[] = [
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
];
const parameterName = 'a parameter\'s name such as "/riacho/dev/edge-secret"';

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

function readThrottling(value: unknown, at: string): Settings["throttling"] {
  const { requestsPerSecond, burst } = readObject(value, at, ["requestsPerSecond", "burst"]);
  return {
    requestsPerSecond: readWhole(requestsPerSecond, `${at}.requestsPerSecond`, 1, 1e6),
    burst: readWhole(burst, `${at}.burst`, 1, 1e6),
  };
}

function readCollector(value: unknown, at: string): Settings["collector"] {
  const { memoryMb, reservedConcurrency } = readObject(value, at, ["memoryMb", "reservedConcurrency"]);
  return {
    memoryMb: readWhole(memoryMb, `${at}.memoryMb`, 128, 10_240),
    // 0 would switch the function off.
    reservedConcurrency: readWhole(reservedConcurrency, `${at}.reservedConcurrency`, 1, 1e5),
  };
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

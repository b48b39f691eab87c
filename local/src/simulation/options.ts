// The command line, read into settings that cannot be wrong. Pure: arguments, environment and clock are passed in.

import { eventAgeMaxMs } from "@riacho/contract/limits";
import { type OptionValues, readOptionValues } from "./option-values.ts";

export interface Options {
  /** Bots included. */
  visitors: number;
  /** A whole number, 0 to 4294967295. */
  seed: number;
  /** Where the history begins, in milliseconds since 1970. */
  from: number;
  /** Where the history ends, in milliseconds since 1970. */
  until: number;
  /** The pipeline's origin, such as `http://localhost:8080`. */
  origin: string;
  app: string;
  /** Visitors sending at the same time. */
  concurrency: number;
  isDryRun: boolean;
}

export type ReadOptions =
  | { kind: "run"; options: Options }
  | { kind: "help" }
  /** Each says what was expected and what came. */
  | { kind: "wrong"; problems: string[] };

const dayMs = 24 * 60 * 60 * 1000;
const daysMax = eventAgeMaxMs / dayMs;

/** Sending takes a while, and no event may grow too old meanwhile: the longest history is shorter by this. */
const sendingMs = 60 * 60 * 1000;

/**
 * @param args what follows the script's name
 * @param env `PORT` is read: the port of the default URL
 * @param now milliseconds since 1970
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): ReadOptions {
  const { values, problems } = readOptionValues(args);
  if (values.help) return { kind: "help" };

  const wrong = (problem: string) => void problems.push(problem);
  const until = readUntil(values.until, now, wrong);
  const options: Options = {
    visitors: readWhole(values, { name: "visitors", min: 1, max: 100_000, otherwise: 200 }, wrong),
    seed: readWhole(values, { name: "seed", min: 0, max: 2 ** 32 - 1, otherwise: 1 }, wrong),
    from: readFrom(values, until, now, wrong),
    until,
    origin: readOrigin(values.url, env.PORT, wrong),
    app: values.app ?? "shop",
    concurrency: readWhole(values, { name: "concurrency", min: 1, max: 64, otherwise: 8 }, wrong),
    isDryRun: values["dry-run"] ?? false,
  };
  return problems.length > 0 ? { kind: "wrong", problems } : { kind: "run", options };
}

/** Takes note of a problem; the reader goes on with a value that is never used. */
type Wrong = (problem: string) => void;

interface WholeNumber {
  name: "visitors" | "days" | "seed" | "concurrency";
  min: number;
  max: number;
  otherwise: number;
  why?: string;
}

function readWhole(
  values: OptionValues,
  { name, min, max, otherwise, why = "" }: WholeNumber,
  wrong: Wrong,
): number {
  const text = values[name];
  if (text === undefined) return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  wrong(`--${name}: expected a whole number from ${min} to ${max}${why}, got "${text}"`);
  return otherwise;
}

const tooOld = `the collector does not believe events that are more than ${daysMax} days old`;

function readFrom(values: OptionValues, until: number, now: number, wrong: Wrong): number {
  const days = readWhole(
    values,
    { name: "days", min: 1, max: daysMax, otherwise: daysMax, why: ` (${tooOld})` },
    wrong,
  );
  const from = Math.max(until - days * dayMs, until - eventAgeMaxMs + sendingMs);
  if (from >= now - eventAgeMaxMs) return from;
  const came = `${new Date(from).toISOString()} by --until and --days`;
  wrong(`expected the history to begin at most ${daysMax} days ago (${tooOld}), got ${came}`);
  return from;
}

/** A day or a time with its offset: without one it would mean another time on another machine. */
const isoTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

function readUntil(text: string | undefined, now: number, wrong: Wrong): number {
  if (text === undefined) return now;
  const until = isoTime.test(text) ? Date.parse(text) : Number.NaN;
  if (until <= now) return until;
  const expected = "a time that is past, such as 2026-01-31 or 2026-01-31T12:00:00Z";
  wrong(`--until: expected ${expected}, got "${text}"`);
  return now;
}

function readOrigin(text: string | undefined, port: string | undefined, wrong: Wrong): string {
  if (text === undefined && port && !isPort(port)) {
    wrong(`PORT: expected a whole number from 1 to 65535, got "${port}"`);
    return "";
  }
  const address = text ?? `http://localhost:${port || 8080}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search) return url.origin;
  wrong(`--url: expected a URL without a path, such as http://localhost:8080, got "${text}"`);
  return "";
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

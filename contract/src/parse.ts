// From JSON that anyone may have sent to values that cannot be wrong. Pure; never throws, whatever the value.

import type { RejectReason } from "./answer.ts";
import { type ColumnType, type FactName, factColumns } from "./columns.ts";
import { depthMax, eventBytesMax, eventsMax, factBytesMax, nameLengthMax } from "./limits.ts";
import { cutToBytes, toSafeJson, toSafeText, utf8Length } from "./text.ts";

/** Facts whose every value fits its column. */
export type FactValues = { [Name in FactName]?: string | number | boolean };

/** An event whose every value fits its column. */
export interface AcceptedEvent {
  status: "accepted";
  id: string;
  name: string;
  /** The client's clock, in milliseconds since 1970; null where it sent none that could be read. */
  time: number | null;
  /** Its own. What the request's events share is said beside them; where both have a fact, this one counts. */
  facts: FactValues;
  /** The caller's properties as JSON text. */
  props: string | null;
  /** What was changed to make the values fit, as `column:what`. */
  flags: string[];
}

/** An event that cannot be used, with what can be said of it. */
export interface RejectedEvent {
  status: "rejected";
  id: string | null;
  name: string | null;
  reason: RejectReason;
  /** What was expected and what came. */
  message: string;
  /** The event as it came. */
  raw: unknown;
}

export type ParsedEvent = AcceptedEvent | RejectedEvent;

/**
 * A request's events, each judged alone; or why the request as a whole is no request. `flags` are those of what the events
 * share; accepted events have them among their own.
 */
export type ParsedRequest =
  | { ok: true; facts: FactValues; flags: readonly string[]; events: ParsedEvent[] }
  | { ok: false; error: "body_invalid" | "body_too_large"; message: string };

/**
 * Reads the parsed JSON body of a request.
 *
 * @example parseRequest({ events: [{ id: "a1", name: "sign_up" }] })
 */
export function parseRequest(body: unknown): ParsedRequest {
  if (!isObject(body) || !Array.isArray(body.events)) {
    const came = isObject(body) ? `"events" is ${describe(body.events)}` : describe(body);
    return { ok: false, error: "body_invalid", message: `expected {"events": [...]}, got ${came}` };
  }
  const { events, facts, ...others } = body;
  if (events.length === 0) {
    return { ok: false, error: "body_invalid", message: `expected 1 to ${eventsMax} events, got none` };
  }
  if (events.length > eventsMax) {
    const message = `expected at most ${eventsMax} events, got ${events.length}`;
    return { ok: false, error: "body_too_large", message };
  }
  if (facts !== undefined && !isObject(facts)) {
    return {
      ok: false,
      error: "body_invalid",
      message: `expected "facts" to be an object, got ${describe(facts)}`,
    };
  }
  const shared = readFacts(facts ?? {});
  const sharedFlags = [...Object.keys(others).slice(0, unknownFlagsMax).map(toUnknownFlag), ...shared.flags];
  const parsed = events.map((event) => parseEvent(event, sharedFlags));
  return { ok: true, facts: shared.values, flags: sharedFlags, events: parsed };
}

/** Facts as they fit their columns. */
export interface ReadFacts {
  values: FactValues;
  /** What was changed to make them fit, and keys that are no fact's, as `column:what`. */
  flags: string[];
  /** Of the values, in UTF-8. */
  bytes: number;
}

function parseEvent(raw: unknown, sharedFlags: readonly string[]): ParsedEvent {
  if (!isObject(raw)) return reject(raw, "event_invalid", `expected an object, got ${describe(raw)}`);

  const { id, name, time, props } = raw;
  if (!isShortText(id)) return reject(raw, "id_invalid", `id: ${expectedShortText} ${describe(id)}`);
  if (!isShortText(name)) return reject(raw, "name_invalid", `name: ${expectedShortText} ${describe(name)}`);
  if (props !== undefined && props !== null && !isObject(props)) {
    return reject(raw, "props_invalid", `props: expected an object, got ${describe(props)}`);
  }
  if (isDeeperThan(props, depthMax)) {
    return reject(raw, "too_deep", `props: expected at most ${depthMax} levels, got more`);
  }
  const propsText = props ? toSafeJson(props) : null;
  const own = readFacts(raw);
  const bytes = own.bytes + (propsText === null ? 0 : utf8Length(propsText));
  if (bytes > eventBytesMax) {
    return reject(raw, "too_large", `expected at most ${eventBytesMax} bytes, got ${bytes}`);
  }
  const clock = readTime(time);
  return {
    status: "accepted",
    id: toSafeText(id),
    name: toSafeText(name),
    time: clock,
    facts: own.values,
    props: propsText,
    flags: [...sharedFlags, ...own.flags, ...(clock === null && time != null ? ["client_at:type"] : [])],
  };
}

function reject(raw: unknown, reason: RejectReason, message: string): RejectedEvent {
  const { id, name } = isObject(raw) ? raw : {};
  return {
    status: "rejected",
    id: isShortText(id) ? toSafeText(id) : null,
    name: isShortText(name) ? toSafeText(name) : null,
    reason,
    message,
    raw,
  };
}

const factTypes = new Map<string, ColumnType>(factColumns.map((column) => [column.name, column.type]));
const eventKeys = new Set(["id", "name", "time", "props"]);
/** A client gone wild must not fill the flags column; the first few unknown keys show what is wrong. */
const unknownFlagsMax = 5;

/** Reads the facts of an event, or of what a request's events share. */
export function readFacts(source: Record<string, unknown>): ReadFacts {
  const values: Record<string, string | number | boolean> = {};
  const flags: string[] = [];
  let bytes = 0;
  let unknown = 0;
  for (const key of Object.keys(source)) {
    const type = factTypes.get(key);
    const value = source[key];
    if (type === undefined) {
      if (!eventKeys.has(key) && unknown++ < unknownFlagsMax) flags.push(toUnknownFlag(key));
      continue;
    }
    if (value === null || value === undefined) continue;
    const read = readValue(type, value);
    if (read === null) {
      flags.push(`${key}:type`);
      continue;
    }
    if (typeof read !== "string") {
      values[key] = read;
      bytes += 8;
      continue;
    }
    const text = cutToBytes(read, factBytesMax);
    if (text !== read) flags.push(`${key}:cut`);
    values[key] = text;
    bytes += utf8Length(text);
  }
  return { values: values as FactValues, flags, bytes };
}

function readValue(type: ColumnType, value: unknown): string | number | boolean | null {
  switch (type) {
    case "string":
      if (typeof value === "string") return toSafeText(value);
      return typeof value === "boolean" || Number.isFinite(value) ? String(value) : null;
    case "bigint":
      return Number.isSafeInteger(value) ? (value as number) : null;
    case "double":
      return Number.isFinite(value) ? (value as number) : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "timestamp":
      return null; // no client may fill one: the client's time is `time`, and only the collector makes columns of it
  }
}

/** The years 1970 to 9999: what every reader of a timestamp column can hold. */
const timeMaxMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Milliseconds since 1970, whole, or null where the value is no time that a column can hold. */
export function readTime(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= timeMaxMs ? Math.floor(value) : null;
}

const expectedShortText = `expected 1 to ${nameLengthMax} characters, got`;

function isShortText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= nameLengthMax;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string")
    return value === "" ? "an empty string" : `a string of ${value.length} characters`;
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `${typeof value} ${value}`;
}

/** Stops at the limit: hostile nesting costs no more stack than the limit allows. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const child of Object.values(value)) if (isDeeperThan(child, levels - 1)) return true;
  return false;
}

function toUnknownFlag(key: string): string {
  return `${key.slice(0, nameLengthMax).replace(/\W/g, "_")}:unknown`;
}

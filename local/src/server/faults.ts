// Faults at the door, to order: what networks, proxies and overload do to requests. Pure, but for the list's state.

import { createFaults as createStreamFaults, type Faults as StreamFaults } from "../stream/faults.ts";

/** What happens to a `POST /v1/events`. */
export type DoorFault =
  /** Answered after this many milliseconds. */
  | { kind: "delay"; ms: number }
  /** The connection ends without an answer; nothing is stored. */
  | { kind: "drop" }
  /** The connection is reset; nothing is stored. */
  | { kind: "reset" }
  /** The events are stored and the connection is reset in place of the answer. */
  | { kind: "answer_lost" }
  /** The function is killed this many milliseconds after it was given the request; what it has put may be stored. */
  | { kind: "kill"; ms: number }
  /** Never answered; nothing is stored. */
  | { kind: "hang" }
  /** Refused with this status, such as 429, 503, 403 or 404; `retry_after` in seconds. */
  | { kind: "status"; status: number; retry_after?: number }
  /** 200 with somebody else's page, as a captive portal does. */
  | { kind: "html" }
  /** The collector's answer without CORS headers: a page on another origin cannot read it. */
  | { kind: "opaque" }
  /** The body was decoded as text on the way: what was no UTF-8 is lost. */
  | { kind: "text" };

/** Faults as they are ordered: one at the door, for so many requests, and the stream's own. */
export interface FaultOrder {
  door?: DoorFault & {
    /** How many requests it befalls. Default: all, until the next order. */
    times?: number;
  };
  stream?: Partial<StreamFaults>;
}

export interface FaultSwitches {
  /** Read by the stream at every call. */
  stream: StreamFaults;
  /** The fault of the next request, counted. */
  nextDoorFault(): DoorFault | null;
  /** Replaces what was ordered before; `{}` clears everything. */
  order(faults: FaultOrder): void;
}

export function createFaultSwitches(): FaultSwitches {
  const stream = createStreamFaults();
  let door: DoorFault | null = null;
  let left = 0;
  return {
    stream,
    nextDoorFault: () => (left-- > 0 ? door : null),
    order(faults) {
      Object.assign(stream, createStreamFaults(), faults.stream);
      door = faults.door ?? null;
      left = door ? (faults.door?.times ?? Number.POSITIVE_INFINITY) : 0;
    },
  };
}

/** Longest delay, in milliseconds. Far beyond any client's patience. */
const delayMaxMs = 600_000;

const doorKinds = [
  "delay",
  "drop",
  "reset",
  "answer_lost",
  "kill",
  "hang",
  "status",
  "html",
  "opaque",
  "text",
];

/**
 * Reads an order from JSON.
 *
 * @throws Error that says what was expected and what came
 * @example readFaultOrder({ door: { kind: "status", status: 503, times: 3 } })
 */
export function readFaultOrder(value: unknown): FaultOrder {
  const { door, stream, ...rest } = expectObject(value, "faults");
  expectNothing(rest, '"door" and "stream"');
  const order: FaultOrder = {};
  if (door !== undefined) order.door = readDoorFault(expectObject(door, "door"));
  if (stream !== undefined) order.stream = readStreamFaults(expectObject(stream, "stream"));
  return order;
}

function readDoorFault({ kind, times, ms, status, retry_after, ...rest }: Record<string, unknown>) {
  if (!doorKinds.includes(kind as string)) {
    throw new Error(`door.kind: expected one of ${doorKinds.join(", ")}, got ${JSON.stringify(kind)}`);
  }
  expectNothing(rest, "kind, times, ms, status, retry_after");
  if (kind === "delay" || kind === "kill") expectWhole(ms, "door.ms", 0, delayMaxMs);
  if (kind === "status") expectWhole(status, "door.status", 300, 599);
  if (times !== undefined) expectWhole(times, "door.times", 1, 1_000_000);
  if (retry_after !== undefined) expectWhole(retry_after, "door.retry_after", 0, 86_400);
  return Object.fromEntries(
    Object.entries({ kind, times, ms, status, retry_after }).filter(([, part]) => part !== undefined),
  ) as NonNullable<FaultOrder["door"]>;
}

function readStreamFaults(faults: Record<string, unknown>): Partial<StreamFaults> {
  const known = createStreamFaults();
  for (const [name, value] of Object.entries(faults)) {
    const sample = Object.hasOwn(known, name) ? known[name as keyof StreamFaults] : undefined;
    if (sample === undefined) {
      throw new Error(`stream: expected ${Object.keys(known).join(", ")}, got ${JSON.stringify(name)}`);
    }
    if (name === "delayMs") expectWhole(value, "stream.delayMs", 0, delayMaxMs);
    else if (typeof sample === "number") expectShare(value, `stream.${name}`);
    else if (typeof value !== "boolean")
      throw new Error(`stream.${name}: expected true or false, got ${JSON.stringify(value)}`);
  }
  return faults as Partial<StreamFaults>;
}

function expectObject(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Error(`${name}: expected an object, got ${JSON.stringify(value)}`);
}

function expectNothing(rest: object, expected: string): void {
  const [other] = Object.keys(rest);
  if (other !== undefined) throw new Error(`expected ${expected}, got ${JSON.stringify(other)}`);
}

function expectWhole(value: unknown, name: string, min: number, max: number): void {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return;
  throw new Error(`${name}: expected a whole number from ${min} to ${max}, got ${JSON.stringify(value)}`);
}

function expectShare(value: unknown, name: string): void {
  if (typeof value === "number" && value >= 0 && value <= 1) return;
  throw new Error(`${name}: expected a share from 0 to 1, got ${JSON.stringify(value)}`);
}

// A session's events as the SDK would put them into requests.

import type { Facts } from "@riacho/contract/columns";
import type { Event, Json } from "@riacho/contract/event";
import type { Simulated } from "./history.ts";

/** Most events in a batch; the SDK's own limit. */
export const batchEventsMax = 100;

/** Largest body of a batch, in UTF-8 bytes; the SDK's own limit. */
export const batchBytesMax = 48 * 1024;

/** The events of one request. */
export interface Batch {
  events: readonly Simulated[];
  /** The request's JSON. */
  body: string;
}

const emptyBody = JSON.stringify({ facts: {}, events: [] });

/** Splits events into batches within the limits, in order. An event larger than a batch goes alone. */
export function toBatches(events: readonly Simulated[]): Batch[] {
  const groups: Simulated[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const simulated of events) {
    // Measured with every fact in every event: saying shared facts once only makes the body smaller.
    const eventBytes = Buffer.byteLength(JSON.stringify(simulated.event)) + 1;
    const group = groups.at(-1);
    if (group && group.length < batchEventsMax && bytes + eventBytes <= batchBytesMax) {
      group.push(simulated);
      bytes += eventBytes;
    } else {
      groups.push([simulated]);
      bytes = emptyBody.length + eventBytes;
    }
  }
  return groups.map((group) => ({ events: group, body: toBody(group) }));
}

function toBody(group: readonly Simulated[]): string {
  const facts = readSharedFacts(group.flatMap(({ kind, event }) => (kind === "sound" ? [event] : [])));
  const events = group.map(({ kind, event }) => (kind === "sound" ? without(event, facts) : event));
  return JSON.stringify({ facts, events });
}

/** What makes an event itself: never shared. */
const ownKeys = new Set(["id", "name", "time", "props", "seq"]);

function readSharedFacts(events: readonly Event[]): Facts {
  const [first, ...rest] = events;
  if (!first || rest.length === 0) return {};
  const shared = Object.entries(first).filter(
    ([key, value]) => !ownKeys.has(key) && rest.every((event) => event[key as keyof Event] === value),
  );
  return Object.fromEntries(shared) as Facts;
}

function without(event: Event, facts: Facts): Json {
  return Object.fromEntries(Object.entries(event).filter(([key]) => !(key in facts)));
}

// The events not yet answered for. Pure: no clock, no storage, no network.
//
//   add ──> waiting ──lease──> sending ──settle──> gone: accepted, rejected
//              ^ │               │ │
//              │ │            release, or the lease's time is over
//              └─┼───────────────┘ └──drop──> gone: refused
//                └──drop──> gone: full, expired
//
// Nothing is settled by position, and what is on the wire is never dropped to make room: a late answer still finds
// its events by their ids.

import type { Event } from "@riacho/contract/event";
import { eventAgeMaxMs } from "@riacho/contract/limits";
import { readBytes, toKey } from "./keys.ts";

/** One event as the queue holds it: its JSON, written once when it was tracked, so that the host may change its objects. */
export interface Queued {
  readonly id: string;
  /** Where its copy is stored. */
  readonly key: string;
  /** The event as JSON text. */
  text: string;
  /** Length of `text` in UTF-8, as it was queued. */
  readonly bytes: number;
  /** The client's clock at the event, in milliseconds since 1970. */
  readonly time: number;
  /** Time until which it is on the wire, in milliseconds since 1970; then it waits again. Only the queue changes it. */
  leasedUntil: number;
}

const utf8 = new TextEncoder();

/** An event as the queue of a page load takes it. */
export function toQueued(pageLoad: string, event: Event, leasedUntil = 0): Queued {
  const { id, time = 0 } = event;
  const text = JSON.stringify(event);
  const bytes = utf8.encode(text).length;
  return { id, key: toKey(pageLoad, id, bytes), text, time, leasedUntil, bytes };
}

/**
 * Starts an empty queue. Times are milliseconds since 1970.
 *
 * @param eventsMax most events
 * @param bytesMax most bytes of events as JSON
 * @param ageMaxMs how old an event may become, in milliseconds
 */
export function createQueue(eventsMax = 10_000, bytesMax = 5_000_000, ageMaxMs = eventAgeMaxMs) {
  /** By id, oldest first. */
  const all = new Map<string, Queued>();
  /** Always the sum of the events' bytes. */
  let bytes = 0;
  /** What other page loads hold: the limits are for all together. */
  let otherEvents = 0;
  let otherBytes = 0;

  function* waitingAt(now: number): Generator<Queued> {
    for (const event of all.values()) if (event.leasedUntil <= now) yield event;
  }

  /** Removes events that were answered for, whatever became of the lease they left under. */
  function settle(events: Iterable<Queued>): void {
    for (const event of events) if (all.delete(event.id)) bytes -= event.bytes;
  }

  function makeRoom(now: number): Queued[] {
    const dropped: Queued[] = [];
    for (const oldest of waitingAt(now)) {
      if (all.size + otherEvents <= eventsMax && bytes + otherBytes <= bytesMax) break;
      settle([oldest]);
      dropped.push(oldest);
    }
    return dropped;
  }

  return {
    settle,

    /** Appends an event, unless it is there. Gives those dropped to make room: the oldest not on the wire. */
    add(event: Queued, now: number): Queued[] {
      if (all.has(event.id)) return [];
      all.set(event.id, event);
      bytes += event.bytes;
      return makeRoom(now);
    },

    /**
     * Leaves room for what the app's other page loads hold. Gives those dropped for it.
     *
     * @param keys of all that is stored, this queue's own too
     */
    share(keys: readonly string[], now: number): Queued[] {
      // Where storage is denied nothing is stored, and this queue is in nobody's way.
      if (keys[0]) {
        otherEvents = keys.length - all.size;
        otherBytes = keys.reduce((sum, key) => sum + readBytes(key), -bytes);
      }
      return makeRoom(now);
    },

    /**
     * Claims the oldest waiting events that fit, until a time.
     *
     * @param eventsMin how many are taken whatever their bytes: 1, so that a large one cannot block the others, or 0
     */
    lease(now: number, until: number, eventsMax: number, bytesMax: number, eventsMin: number): Queued[] {
      const batch: Queued[] = [];
      let size = 0;
      for (const event of waitingAt(now)) {
        size += event.bytes;
        if (batch.length >= eventsMax || (size > bytesMax && batch.length >= eventsMin)) break;
        event.leasedUntil = until;
        batch.push(event);
      }
      return batch;
    },

    /** Ends a lease without an answer: its events wait again. A lease that was replaced meanwhile is left alone. */
    release(batch: readonly Queued[], until: number): void {
      for (const event of batch) if (event.leasedUntil === until) event.leasedUntil = 0;
    },

    /** The waiting events that are too old to be believed. */
    expired: (now: number): Queued[] => [...waitingAt(now)].filter(({ time }) => time < now - ageMaxMs),

    /** How many events wait. */
    waiting: (now: number): number => [...waitingAt(now)].length,

    /** Every event, waiting or sending. */
    all: (): Queued[] => [...all.values()],
  };
}

export type Queue = ReturnType<typeof createQueue>;

// What has become of the events that this page has seen. Pure.
//
//   tracked ──> sent ──> accepted, rejected
//      ^ │        │ │
//      └─┼────────┘ └──> dropped
//        └──> dropped
//
// A draft has no id yet: it is found again by its name and time, the oldest first, which is the queue's order too.

import type { Event } from "@riacho/contract/event";
import type { Draft, DropReason, Notice } from "./api.ts";
import { toDropText } from "./debug-words.ts";
import type { Queued } from "./queue.ts";

export type EntryState = "tracked" | "sent" | "accepted" | "rejected" | "dropped";

/** One event, and what has become of it. */
export interface Entry {
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly time: number | undefined;
  /** As JSON text, for people. */
  readonly props: string;
  state: EntryState;
  /** Why it was rejected or dropped. */
  why?: string;
}

/** How many of the last events are shown. */
const shownMax = 20;

export function createJournal() {
  /** Those that wait for an answer, oldest first; those that were seen on the wire have their id. */
  const open = new Map<Entry, string | null>();
  /** The last ones, oldest first. */
  const last: Entry[] = [];
  const settled = { accepted: 0, rejected: 0, dropped: 0 };
  const drops: Partial<Record<DropReason, number>> = {};
  let withheld = 0;

  function begin({ name, time, props }: Draft, id: string | null): Entry {
    const entry: Entry = { name, time, props: props ? JSON.stringify(props, null, 2) : "", state: "tracked" };
    open.set(entry, id);
    last.push(entry);
    if (last.length > shownMax) last.shift();
    return entry;
  }

  function find({ id, text }: Queued): Entry {
    const event: Event = JSON.parse(text);
    const entries = [...open];
    const known =
      entries.find(([, known]) => known === id) ??
      entries.find(([{ name, time }, known]) => !known && name === event.name && time === event.time);
    // Not known is one that an earlier page left, or that was tracked before anybody looked.
    const entry = known?.[0] ?? begin(event, id);
    open.set(entry, id);
    return entry;
  }

  function end(entry: Entry, state: keyof typeof settled, why?: string): void {
    open.delete(entry);
    settled[state]++;
    entry.state = state;
    if (why) entry.why = why;
  }

  function drop(entry: Entry, reason: DropReason): void {
    drops[reason] = (drops[reason] ?? 0) + 1;
    end(entry, "dropped", toDropText(reason));
  }

  return {
    last: last as readonly Entry[],
    /** How many were dropped, by reason. */
    drops: drops as Readonly<typeof drops>,

    /** @param isValid whether the queue will take it */
    track(draft: Draft, isValid: boolean): void {
      const entry = begin(draft, null);
      if (!isValid) drop(entry, "invalid");
    },

    /** One was tracked, and nobody queued it. */
    withhold(): void {
      withheld++;
    },

    withheld: () => withheld,

    hear(notice: Notice): void {
      const entries = notice.events.map(find);
      if (notice.kind === "sent") for (const entry of entries) entry.state = "sent";
      else if (notice.kind === "dropped") for (const entry of entries) drop(entry, notice.reason);
      else if (notice.outcome.kind !== "settled") for (const entry of entries) entry.state = "tracked";
      else {
        const { rejected } = notice.outcome.answer;
        for (const [position, entry] of entries.entries()) {
          const refusal = rejected.find(({ index }) => index === position);
          if (refusal) end(entry, "rejected", `${refusal.reason}: ${refusal.message}`);
          else end(entry, "accepted");
        }
      }
    },

    /** How many events are in each state. */
    count(): Record<EntryState, number> {
      const counts = { tracked: 0, sent: 0, ...settled };
      for (const { state } of open.keys()) counts[state]++;
      return counts;
    },
  };
}

export type Journal = ReturnType<typeof createJournal>;

// Events that another page load left behind become this one's, as soon as nobody else may send them.

import { leaseMs } from "./deliver.ts";
import { holdPageLoad } from "./ownership.ts";
import { type Lease, type Queued, toQueued } from "./queue.ts";
import type { Storage } from "./storage.ts";

/** Where an event of a page load is stored. A page load's keys begin alike, so that they can be read together. */
export const storageKey = (pageLoad: string, id: string): string => `${pageLoad}/${id}`;

/** Where a lease is stored: sorted before the events, so that they are read under it. */
export const leaseKey = (pageLoad: string, id: string): string => storageKey(pageLoad, `!${id}`);

export interface AdoptionParts {
  appId: string;
  /** The page load that adopts. */
  pageLoad: string;
  storage: Storage;
  /** Milliseconds since 1970. */
  now(): number;
  /** Queues and stores an event, under its new key. */
  add(event: Queued): void;
}

/**
 * Holds this page load, and takes over those that have something stored, each when its page is gone.
 *
 * @returns stop: lets everything go, when the page ends or is put aside by the back-forward cache, which forbids locks
 */
export function adoptAbandoned({ appId, pageLoad, storage, now, add }: AdoptionParts): () => void {
  const stops = [holdPageLoad(appId, pageLoad, () => {})];

  async function adopt(abandoned: string): Promise<void> {
    const leases = new Map<string, Lease>();
    const time = now();
    for (const value of await storage.read(storageKey(abandoned, ""))) {
      if (typeof value === "string") {
        const { id, time: trackedAt } = JSON.parse(value);
        storage.remove(storageKey(abandoned, id));
        add(toQueued(id, storageKey(pageLoad, id), value, trackedAt, leases.get(id)));
      } else {
        const key = value.key.replace(abandoned, pageLoad);
        // A clock that was set back must not keep events for ever.
        const lease = { key, until: Math.min(value.until, time + leaseMs) };
        storage.remove(value.key);
        if (value.until > time) storage.put(key, { ...value, key });
        for (const id of value.ids) leases.set(id, lease);
      }
    }
  }

  void storage.keys().then((keys) => {
    for (const other of new Set(keys.map((key) => key.split("/")[0] as string))) {
      if (other === pageLoad) continue;
      // What cannot be read stays where it is: the host page must not hear of a rejection.
      const letGo = holdPageLoad(
        appId,
        other,
        () =>
          void adopt(other).then(
            () => letGo(),
            () => letGo(),
          ),
      );
      stops.push(letGo);
    }
  });
  return () => {
    for (const stop of stops) stop();
  };
}

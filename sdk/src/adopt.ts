// Events that another page load left behind become this one's, as soon as nobody else may send them.

import type { Event } from "@riacho/contract/event";
import type { Judge } from "./api.ts";
import { leaseMs } from "./deliver.ts";
import { readPageLoad, toKey, toLeaseKey } from "./keys.ts";
import { holdPageLoad } from "./ownership.ts";
import { type Queued, toQueued } from "./queue.ts";
import type { Lease, Storage } from "./storage.ts";

/**
 * Holds this page load, and takes over those that have something stored, each when its page is gone.
 *
 * @returns stop: lets everything go, when the page ends or is put aside by the back-forward cache, which forbids locks
 */
export function adoptAbandoned(
  appId: string,
  pageLoad: string,
  storage: Storage,
  now: () => number,
  judge: Judge,
  add: (e: Queued) => void,
): () => void {
  const stops = [holdPageLoad(appId, pageLoad, () => {})];
  let isOver = false;

  async function adopt(abandoned: string): Promise<void> {
    const leases = new Map<string, Lease>();
    const time = now();
    const stored = await storage.read(toKey(abandoned, ""));
    if (isOver) return;
    for (const value of stored) {
      if (typeof value === "string") {
        const event: Event = JSON.parse(value);
        const lease = leases.get(event.id);
        storage.remove(toKey(abandoned, event.id));
        for (const kept of judge(event)) {
          if (lease) storage.put(toLeaseKey(toKey(pageLoad, lease.ids[0] as string)), lease);
          add(toQueued(pageLoad, kept as Event, lease?.until));
        }
      } else {
        const { ids } = value;
        storage.remove(toLeaseKey(toKey(abandoned, ids[0] as string)));
        // A clock that was set back must not keep events for ever.
        const lease: Lease = { until: Math.min(value.until, time + leaseMs), ids };
        if (lease.until > time) for (const id of ids) leases.set(id, lease);
      }
    }
    // In one transaction: nothing may be gone from there before it is here.
    storage.flush();
  }

  void storage.keys().then((keys) => {
    for (const other of new Set(keys.map(readPageLoad))) {
      if (isOver || other === pageLoad) continue;
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
    isOver = true;
    for (const stop of stops) stop();
  };
}

// Events that another page load left behind become this one's, as soon as nobody else may send them.

import type { Event } from "@riacho/contract/event";
import type { Judge } from "./api.ts";
import { leaseMs } from "./deliver.ts";
import { readPageLoad, toLeaseKey } from "./keys.ts";
import { holdPageLoad } from "./ownership.ts";
import { type Queued, toQueued } from "./queue.ts";
import type { Lease, Storage } from "./storage.ts";

/**
 * Holds this page load, and takes over those that have something stored, each when its page is gone.
 *
 * @param signal lets everything go, when the page ends or is put aside by the back-forward cache, which forbids locks
 */
export function adoptAbandoned(
  appId: string,
  pageLoad: string,
  storage: Storage,
  judge: Judge,
  add: (e: Queued) => void,
  signal: AbortSignal,
): void {
  async function adopt(abandoned: string): Promise<void> {
    const leases = new Map<string, Lease>();
    const time = Date.now();
    const stored = await storage.read(`${abandoned}/`);
    if (signal.aborted) return;
    for (const [key, value] of stored) {
      storage.remove(key);
      if (typeof value === "string") {
        const event: Event = JSON.parse(value);
        const lease = leases.get(event.id);
        for (const kept of judge(event)) {
          if (lease) storage.put(toLeaseKey(pageLoad, lease.ids[0] as string), lease);
          add(toQueued(pageLoad, kept as Event, lease?.until));
        }
      } else {
        const { ids } = value;
        // A clock that was set back must not keep events for ever.
        const lease: Lease = { until: Math.min(value.until, time + leaseMs), ids };
        if (lease.until > time) for (const id of ids) leases.set(id, lease);
      }
    }
    // In one transaction: nothing may be gone from there before it is here.
    storage.flush();
  }

  const untilOver = () =>
    new Promise((resolve) => {
      signal.onabort = resolve;
    });
  holdPageLoad(appId, pageLoad, untilOver, signal);
  void storage.keys().then((keys) => {
    for (const other of new Set(keys.map(readPageLoad))) {
      if (signal.aborted || other === pageLoad) continue;
      // What cannot be read stays where it is: the host page must not hear of a rejection.
      holdPageLoad(appId, other, () => adopt(other).catch(() => {}), signal);
    }
  });
}

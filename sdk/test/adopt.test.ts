import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { adoptAbandoned, leaseKey, storageKey } from "../src/adopt.ts";
import type { Queued } from "../src/queue.ts";
import type { Storage, Stored } from "../src/storage.ts";

const now = 1_000_000;

function setUp(stored: Record<string, Stored>) {
  const records = new Map(Object.entries(stored));
  const storage: Storage = {
    put: (key, value) => void records.set(key, value),
    remove: (key) => void records.delete(key),
    keys: async () => [...records.keys()].sort(),
    read: async (prefix) =>
      [...records]
        .filter(([key]) => key.startsWith(prefix))
        .sort()
        .map(([, value]) => value),
    works: () => true,
  };
  const added: Queued[] = [];
  function add(event: Queued): void {
    added.push(event);
    storage.put(event.key, event.text);
  }
  const stop = adoptAbandoned({ appId: "shop", pageLoad: "mine", storage, now: () => now, add });
  return { records, added, stop };
}

const text = (id: string) => JSON.stringify({ id, name: "x", time: 5 });
const leaseOf = (until: number, ...ids: string[]): Stored => ({ key: leaseKey("dead", "1"), until, ids });

beforeEach(() => {
  vi.useFakeTimers({ now });
  // Without Web Locks a page load counts as abandoned after 30 s; the browser tests show it with them.
  vi.stubGlobal("navigator", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what a dead page left is moved under this page's keys, waiting", async () => {
  const { added, records } = setUp({
    [storageKey("dead", "a")]: text("a"),
    [storageKey("mine", "b")]: text("b"),
  });
  await vi.advanceTimersByTimeAsync(29_999);
  expect(added).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(added).toEqual([
    { id: "a", key: "mine/a", text: text("a"), bytes: text("a").length, time: 5, lease: null },
  ]);
  expect([...records.keys()].sort()).toEqual(["mine/a", "mine/b"]);
});

test("what was on the wire stays under its lease, for this page and the next", async () => {
  const { added, records } = setUp({
    [leaseKey("dead", "1")]: leaseOf(now + 60_000, "a"),
    [storageKey("dead", "a")]: text("a"),
    [storageKey("dead", "b")]: text("b"),
  });
  await vi.advanceTimersByTimeAsync(30_000);
  // No longer than a lease from now on, whatever the other page's clock said.
  expect(added.map(({ id, lease }) => [id, lease?.until])).toEqual([
    ["a", now + 30_000],
    ["b", undefined],
  ]);
  expect(records.get(leaseKey("mine", "1"))).toEqual({
    key: leaseKey("mine", "1"),
    until: now + 60_000,
    ids: ["a"],
  });
  expect(records.has(leaseKey("dead", "1"))).toBe(false);
});

test("a lease that is over is not kept", async () => {
  const { added, records } = setUp({
    [leaseKey("dead", "1")]: leaseOf(now - 1, "a"),
    [storageKey("dead", "a")]: text("a"),
  });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(added[0]?.lease?.until).toBe(now - 1);
  expect([...records.keys()]).toEqual(["mine/a"]);
});

test("stopped, it adopts nothing", async () => {
  const { added, stop } = setUp({ [storageKey("dead", "a")]: text("a") });
  await vi.advanceTimersByTimeAsync(1000);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(added).toEqual([]);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { adoptAbandoned } from "../src/adopt.ts";
import type { Judge } from "../src/api.ts";
import { toKey as toKeyOf } from "../src/keys.ts";
import type { Queued } from "../src/queue.ts";
import type { Storage, Stored } from "../src/storage.ts";

/** When a page without Web Locks adopts: 30 s after its start. */
const now = 1_000_000;

function setUp(stored: Record<string, Stored>, judge: Judge = (event) => [event]) {
  const records = new Map(Object.entries(stored));
  const storage: Storage = {
    put: (key, value) => void records.set(key, value),
    remove: (key) => void records.delete(key),
    flush() {},
    keys: async () => [...records.keys()].sort(),
    read: async (prefix) => [...records].filter(([key]) => key.startsWith(prefix)).sort(),
    works: () => true,
  };
  const added: Queued[] = [];
  function add(event: Queued): void {
    added.push(event);
    storage.put(event.key, event.text);
  }
  const end = new AbortController();
  adoptAbandoned("shop", "mine", storage, judge, add, end.signal);
  return { records, added, stop: () => end.abort() };
}

const text = (id: string) => JSON.stringify({ id, name: "x", time: 5 });
const toKey = (pageLoad: string, id: string, stored = text(id)) => toKeyOf(pageLoad, id, stored.length);
const leaseOf = (until: number, ...ids: string[]): Stored => ({ until, ids });

beforeEach(() => {
  vi.useFakeTimers({ now: now - 30_000 });
  // Without Web Locks a page load counts as abandoned after 30 s; the browser tests show it with them.
  vi.stubGlobal("navigator", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what a dead page left is moved under this page's keys, waiting", async () => {
  const { added, records } = setUp({
    [toKey("dead", "a")]: text("a"),
    [toKey("mine", "b")]: text("b"),
  });
  await vi.advanceTimersByTimeAsync(29_999);
  expect(added).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(added).toEqual([
    { id: "a", key: toKey("mine", "a"), text: text("a"), bytes: text("a").length, time: 5, leasedUntil: 0 },
  ]);
  expect([...records.keys()].sort()).toEqual([toKey("mine", "a"), toKey("mine", "b")]);
});

test("what was on the wire stays under its lease, for this page and the next", async () => {
  const { added, records } = setUp({
    "dead/!a": leaseOf(now + 50_000, "a"),
    [toKey("dead", "a")]: text("a"),
    [toKey("dead", "b")]: text("b"),
  });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(added.map(({ id, leasedUntil }) => [id, leasedUntil])).toEqual([
    ["a", now + 30_000],
    ["b", 0],
  ]);
  // No longer than a lease from now on, whatever the other page's clock said.
  expect(records.get("mine/!a")).toEqual(leaseOf(now + 30_000, "a"));
  expect(records.has("dead/!a")).toBe(false);
});

test("a lease that ends sooner is not made longer", async () => {
  const { added, records } = setUp({
    "dead/!a": leaseOf(now + 10, "a", "b"),
    [toKey("dead", "a")]: text("a"),
    [toKey("dead", "b")]: text("b"),
  });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(added.map(({ leasedUntil }) => leasedUntil)).toEqual([now + 10, now + 10]);
  expect(records.get("mine/!a")).toEqual(leaseOf(now + 10, "a", "b"));
});

test("a lease that is over is not kept", async () => {
  const { added, records } = setUp({
    "dead/!a": leaseOf(now - 1, "a"),
    [toKey("dead", "a")]: text("a"),
  });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(added[0]?.leasedUntil).toBeLessThanOrEqual(now);
  expect([...records.keys()]).toEqual([toKey("mine", "a")]);
});

test("what is judged away is erased, the rest is adopted", async () => {
  const { added, records } = setUp(
    { [toKey("dead", "a")]: text("a"), [toKey("dead", "b")]: text("b"), [toKey("mine", "c")]: text("c") },
    (event) => (event.id === "a" ? [] : [event]),
  );
  await vi.advanceTimersByTimeAsync(30_000);
  expect(added.map(({ id }) => id)).toEqual(["b"]);
  expect([...records.keys()].sort()).toEqual([toKey("mine", "b"), toKey("mine", "c")]);
});

test("of what is judged away no lease is kept either", async () => {
  const { added, records } = setUp(
    { "dead/!a": leaseOf(now + 50_000, "a"), [toKey("dead", "a")]: text("a") },
    () => [],
  );
  await vi.advanceTimersByTimeAsync(30_000);
  expect([added, records.size]).toEqual([[], 0]);
});

test("what is changed is adopted as changed, under its id, time and lease", async () => {
  const { added, records } = setUp(
    { "dead/!a": leaseOf(now + 10, "a"), [toKey("dead", "a")]: text("a") },
    (event) => [{ ...event, name: "renamed" }],
  );
  await vi.advanceTimersByTimeAsync(30_000);
  const changed = JSON.stringify({ id: "a", name: "renamed", time: 5 });
  expect(added).toEqual([
    {
      id: "a",
      key: toKey("mine", "a", changed),
      text: changed,
      bytes: changed.length,
      time: 5,
      leasedUntil: now + 10,
    },
  ]);
  expect(records.get(toKey("mine", "a", changed))).toBe(changed);
});

test("what is moved is never in neither place, however late a write that is not flushed comes", async () => {
  const records = new Map<string, Stored>([
    [toKey("dead", "a"), text("a")],
    [toKey("dead", "b"), text("b")],
  ]);
  const writes: (() => void)[] = [];
  const later = (write: () => void) => void writes.push(write);
  const isThere = (id: string) => records.has(toKey("dead", id)) || records.has(toKey("mine", id));
  const gone: string[] = [];
  function apply(): void {
    writes.shift()?.();
    gone.push(...["a", "b"].filter((id) => !isThere(id)));
  }
  const storage: Storage = {
    put: (key, value) => later(() => records.set(key, value)),
    remove: (key) => later(() => records.delete(key)),
    // One transaction: nobody sees what is between its writes.
    flush() {
      for (const write of writes.splice(0)) write();
    },
    keys: async () => [...records.keys()],
    read: async () => [...records],
    works: () => true,
  };
  adoptAbandoned(
    "shop",
    "mine",
    storage,
    (event) => [event],
    ({ key, text }) => storage.put(key, text),
    new AbortController().signal,
  );
  await vi.advanceTimersByTimeAsync(30_000);
  while (writes.length > 0) apply();
  expect(gone).toEqual([]);
  expect([...records.keys()]).toEqual([toKey("mine", "a"), toKey("mine", "b")]);
});

test("stopped, it adopts nothing", async () => {
  const { added, stop } = setUp({ [toKey("dead", "a")]: text("a") });
  await vi.advanceTimersByTimeAsync(1000);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(added).toEqual([]);
});

test("stopped before the keys were read, it adopts nothing and erases nothing", async () => {
  const { added, records, stop } = setUp({ [toKey("dead", "a")]: text("a") });
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([added, [...records.keys()]]).toEqual([[], [toKey("dead", "a")]]);
});

test("what an earlier version stored, whose keys did not say its bytes, is adopted under a key that does", async () => {
  const { added, records } = setUp({ "dead/!a": leaseOf(now + 50_000, "a"), "dead/a": text("a") });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(added.map(({ id }) => id)).toEqual(["a"]);
  expect([...records.keys()].sort()).toEqual(["mine/!a", toKey("mine", "a")]);
});

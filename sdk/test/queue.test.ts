import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toKey } from "../src/keys.ts";
import { createQueue as create, type Queue, type Queued, toQueued } from "../src/queue.ts";

const limits = { eventsMax: 8, bytesMax: 800, ageMaxMs: 100_000 };
type Limits = Partial<typeof limits>;
const createQueue = ({ eventsMax, bytesMax, ageMaxMs }: Limits = {}) => create(eventsMax, bytesMax, ageMaxMs);
const leaseMs = 1000;

const event = (id: string, time = 0, bytes = 50, leasedUntil = 0): Queued => ({
  ...toQueued("page", { id, name: "x", time }, leasedUntil),
  key: toKey("page", id, bytes),
  bytes,
});
const lease = (queue: Queue, now: number, until: number, eventsMax = 9) =>
  queue.lease(now, until, eventsMax, 10_000, 1);
const ids = (events: Queued[]) => events.map(({ id }) => id);

describe("one step at a time", () => {
  test("a lease takes the oldest waiting events, and nobody takes them again before it ends", () => {
    const queue = createQueue(limits);
    for (const id of ["a", "b", "c"]) queue.add(event(id), 0);
    expect(ids(lease(queue, 0, 1000, 2))).toEqual(["a", "b"]);
    expect(ids(lease(queue, 999, 2000))).toEqual(["c"]);
    expect(ids(lease(queue, 1000, 2000))).toEqual(["a", "b"]);
  });

  test("a late answer settles its events though their lease was replaced; a late failure leaves the new lease alone", () => {
    const queue = createQueue(limits);
    queue.add(event("a"), 0);
    const batch = lease(queue, 0, 1000);
    lease(queue, 1000, 2000);
    queue.release(batch, 1000);
    expect(queue.waiting(1000)).toBe(0);
    queue.settle(batch);
    expect(queue.all()).toEqual([]);
  });

  test("when full, the oldest waiting event makes room; what is on the wire stays", () => {
    const queue = createQueue({ ...limits, eventsMax: 3 });
    for (const id of ["a", "b", "c"]) queue.add(event(id), 0);
    lease(queue, 0, 1000, 2);
    expect(ids(queue.add(event("d"), 0))).toEqual(["c"]);
    expect(ids(queue.all())).toEqual(["a", "b", "d"]);
  });

  test("room is left for what other page loads have stored, by events and by bytes", () => {
    const queue = createQueue({ ...limits, eventsMax: 4, bytesMax: 10_000 });
    for (const id of ["a", "b", "c"]) queue.add(event(id), 0);
    const own = queue.all().map(({ key }) => key);
    expect(queue.share(own, 0)).toEqual([]);
    // A lease of theirs, and an event of a version whose keys did not say the bytes, count as events alone.
    expect(ids(queue.share([...own, "other/!x", "other/x"], 0))).toEqual(["a"]);
    expect(ids(queue.add(event("d"), 0))).toEqual(["b"]);
    expect(queue.share([], 0)).toEqual([]);
    expect(ids(queue.add(event("e"), 0))).toEqual(["c"]);
    expect(ids(queue.share([...queue.all().map(({ key }) => key), "other/x/9930"], 0))).toEqual(["d"]);
    expect(
      queue.share(
        queue.all().map(({ key }) => key),
        0,
      ),
    ).toEqual([]);
    expect([queue.add(event("f"), 0), queue.add(event("g"), 0)]).toEqual([[], []]);
  });

  test("bytes count in UTF-8, and a large event cannot block the others", () => {
    const queue = createQueue({ ...limits, bytesMax: 10_000 });
    const [latin, accented] = ["e", "é"].map((name) => toQueued("page", { id: "a", name }));
    expect(accented?.bytes).toBe((latin?.bytes ?? 0) + 1);
    queue.add(event("big", 0, 500), 0);
    queue.add(event("small"), 0);
    expect(ids(queue.lease(0, 1, 9, 100, 0))).toEqual([]);
    expect(ids(queue.lease(0, 1, 9, 100, 1))).toEqual(["big"]);
  });

  test("an adopted event keeps the lease its page left it under, and is added once", () => {
    const queue = createQueue(limits);
    queue.add(event("a", 0, 50, 500), 0);
    queue.add(event("a"), 0);
    expect([queue.waiting(499), queue.waiting(500), queue.all().length]).toEqual([0, 1, 1]);
  });

  test("a released event waits again; one that was settled meanwhile stays gone", () => {
    const queue = createQueue(limits);
    for (const id of ["a", "b"]) queue.add(event(id), 0);
    const batch = lease(queue, 0, 1000);
    queue.settle(batch.slice(0, 1));
    queue.release(batch, 1000);
    expect([ids(queue.all()), queue.waiting(0)]).toEqual([["b"], 1]);
  });

  test("by default a queue holds 10,000 events, 5 MB, for 14 days", () => {
    const day = 86_400_000;
    const small = createQueue();
    for (let id = 0; id < 10_000; id++) expect(small.add(event(`${id}`, day, 0), day)).toEqual([]);
    expect(ids(small.add(event("one too many", day, 0), day))).toEqual(["0"]);
    expect([small.expired(15 * day).length, small.expired(15 * day + 1).length]).toEqual([0, 10_000]);

    const large = createQueue();
    for (const id of ["a", "b"]) expect(large.add(event(id, 0, 2_500_000), 0)).toEqual([]);
    expect(ids(large.add(event("c", 0, 1), 0))).toEqual(["a"]);
  });
});

// Random histories of a page's life, against a model that knows where every event must be. The page closes and opens
// again with what was stored, answers come late or never, the clock jumps, storage is denied.

type Step =
  | { do: "track"; bytes: number }
  | { do: "send"; events: number }
  | { do: "answer"; which: number; outcome: "settled" | "failed" | "lost" }
  | { do: "wait"; ms: number }
  | { do: "reopen" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("track" as const), bytes: fc.integer({ min: 1, max: 300 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("send" as const), events: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      which: fc.nat(5),
      outcome: fc.constantFrom("settled" as const, "failed" as const, "lost" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1, 500, 1000, 5000, -3000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "reopen" as const }) },
);

interface World {
  now: number;
  queue: Queue;
  /** What storage holds: the events, with the lease under which they left. */
  stored: Map<string, Queued>;
  /** Requests without an answer so far. */
  onTheWire: { batch: Queued[]; until: number }[];
  /** By id: until when it was claimed last, unless that try has failed. */
  claims: Map<string, number>;
  captured: Set<string>;
  /** What the collector has, by id. */
  delivered: Set<string>;
  dropped: Set<string>;
}

type MakeQueue = typeof createQueue;

function live(makeQueue: MakeQueue, steps: readonly Step[], hasStorage: boolean): World {
  const world: World = {
    now: 1_000_000,
    queue: makeQueue(limits),
    stored: new Map(),
    onTheWire: [],
    claims: new Map(),
    captured: new Set(),
    delivered: new Set(),
    dropped: new Set(),
  };
  for (const [i, each] of steps.entries()) {
    take(world, makeQueue, each, `${i}`, hasStorage);
    check(world);
  }
  heal(world);
  return world;
}

function take(world: World, makeQueue: MakeQueue, step: Step, id: string, hasStorage: boolean): void {
  const { queue, stored, onTheWire } = world;
  switch (step.do) {
    case "track": {
      const tracked = event(id, world.now, step.bytes);
      world.captured.add(id);
      if (hasStorage) stored.set(id, tracked);
      drop(world, queue.add(tracked, world.now));
      break;
    }
    case "send": {
      drop(world, queue.expired(world.now));
      send(world, step.events);
      break;
    }
    case "answer": {
      const [request] = onTheWire.splice(step.which % Math.max(1, onTheWire.length), 1);
      if (!request) break;
      if (step.outcome !== "failed") for (const { id } of request.batch) world.delivered.add(id);
      if (step.outcome === "lost") break;
      queue.release(request.batch, request.until);
      for (const { id } of request.batch) if (world.claims.get(id) === request.until) world.claims.delete(id);
      if (step.outcome === "settled") settle(world, request.batch);
      break;
    }
    case "wait":
      world.now += step.ms;
      break;
    case "reopen":
      reopen(world, makeQueue);
  }
}

function send(world: World, events: number): Queued[] {
  const until = world.now + leaseMs;
  const batch = world.queue.lease(world.now, until, events, 600, 1);
  for (const { id } of batch) {
    expect(world.claims.get(id) ?? 0, `${id} is claimed twice`).toBeLessThanOrEqual(world.now);
    world.claims.set(id, until);
  }
  expect(batch.length).toBeLessThanOrEqual(events);
  if (batch.length > 0) world.onTheWire.push({ batch, until });
  return batch;
}

function settle(world: World, batch: Queued[]): void {
  world.queue.settle(batch);
  for (const { id } of batch) world.stored.delete(id);
}

function drop(world: World, events: Queued[]): void {
  world.queue.settle(events);
  for (const each of events) {
    expect(each.leasedUntil, `${each.id} was dropped from the wire`).toBeLessThanOrEqual(world.now);
    world.dropped.add(each.id);
    world.stored.delete(each.id);
  }
}

/** The page is closed, and the next one adopts what is stored. Memory without storage is lost with its page. */
function reopen(world: World, makeQueue: MakeQueue): void {
  for (const { id } of world.queue.all()) if (!world.stored.has(id)) world.captured.delete(id);
  world.queue = makeQueue(limits);
  world.onTheWire = [];
  for (const [id, each] of world.stored) {
    // As adopt.ts does: a clock that was set back must not keep events for ever.
    const leasedUntil = Math.min(each.leasedUntil, world.now + leaseMs);
    const adopted = { ...each, leasedUntil };
    world.claims.set(id, leasedUntil);
    world.stored.set(id, adopted);
    drop(world, world.queue.add(adopted, world.now));
  }
}

function check({ now, queue, captured, claims, delivered, dropped }: World): void {
  const all = queue.all();
  for (const { id, leasedUntil } of all) {
    const isClaimed = (claims.get(id) ?? 0) > now;
    expect(isClaimed && leasedUntil <= now, `${id} waits while it is on the wire`).toBe(false);
  }
  const held = new Set(ids(all));
  for (const id of captured) {
    expect(held.has(id) || delivered.has(id) || dropped.has(id), `${id} is gone without a reason`).toBe(true);
  }
  const waiting = all.filter(({ leasedUntil }) => leasedUntil === 0);
  const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
  const isOver = all.length > limits.eventsMax || bytes > limits.bytesMax;
  expect(isOver && waiting.length > 0, "over the limit with something to drop").toBe(false);
}

/** In the end the network is well: everything captured is delivered, or was dropped with a reason. */
function heal(world: World): void {
  // Longer than the clock can have been set back.
  world.now += 1000 * leaseMs;
  for (let i = 0; i < 20; i++) {
    const batch = send(world, 5);
    for (const { id } of batch) world.delivered.add(id);
    settle(world, batch);
  }
  expect(ids(world.queue.all())).toEqual([]);
  expect([...world.stored.keys()]).toEqual([]);
  for (const id of world.captured) expect(world.delivered.has(id) || world.dropped.has(id), id).toBe(true);
}

describe("random histories", () => {
  function hold(makeQueue: MakeQueue): void {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: "max" }), fc.boolean(), (steps, hasStorage) => {
        live(makeQueue, steps, hasStorage);
      }),
      { numRuns: 800 },
    );
  }

  test("every event is waiting, on the wire, delivered, or dropped for a reason", () => hold(createQueue));

  /** A queue with one of its parts spoiled. */
  const spoil =
    (change: (queue: Queue) => Partial<Queue>): MakeQueue =>
    (own) => {
      const queue = createQueue(own);
      return { ...queue, ...change(queue) };
    };

  test.each<[string, MakeQueue]>([
    [
      "settled by position, not by id",
      spoil((queue) => ({ settle: (batch) => queue.settle(queue.all().slice(0, [...batch].length)) })),
    ],
    [
      "removed when sent, before the answer",
      spoil((queue) => ({
        lease(...claim) {
          const batch = queue.lease(...claim);
          queue.settle(batch);
          return batch;
        },
      })),
    ],
    [
      "the oldest dropped even from the wire",
      spoil((queue) => ({
        add(added, now) {
          const dropped = queue.add(added, now);
          if (dropped.length === 0) return dropped;
          const [oldest] = queue.all();
          return oldest ? [oldest] : dropped;
        },
      })),
    ],
    [
      "dropped without saying so",
      spoil((queue) => ({
        add(added, now) {
          queue.add(added, now);
          return [];
        },
      })),
    ],
    [
      "leased again while the lease lasts",
      spoil((queue) => ({
        lease(...claim) {
          for (const each of queue.all()) each.leasedUntil = 0;
          return queue.lease(...claim);
        },
      })),
    ],
    [
      "a lease that never ends",
      spoil((queue) => ({
        lease: (now, _, ...max) => queue.lease(now, Number.POSITIVE_INFINITY, ...max),
        release() {},
      })),
    ],
    [
      "a late failure that ends the lease after its own",
      spoil((queue) => ({
        release(batch) {
          for (const each of batch) queue.release(batch, each.leasedUntil);
        },
      })),
    ],
    ["no limit", (own) => createQueue({ ...own, eventsMax: 1e9, bytesMax: 1e9 })],
  ])("a planted mistake is caught: %s", (_, makeQueue) => {
    expect(() => hold(makeQueue)).toThrow();
  });
});

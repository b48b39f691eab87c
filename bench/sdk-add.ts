// What adding an event costs the page when thousands wait already: an outage must not slow the page down.

import type { Event } from "@riacho/contract/event";
import { createDelivery } from "../sdk/src/deliver.ts";
import { createQueue, toQueued } from "../sdk/src/queue.ts";
import type { Storage } from "../sdk/src/storage.ts";
import type { Benchmark } from "./benchmark.ts";
import { measureCpuRatio } from "./cpu-ratio.ts";
import { createSampleBatch } from "./sample-batch.ts";

const rounds = 15;
const addedEvents = 4_000;
const waitingEvents = 5_000;

export const sdkAddBenchmark: Benchmark = {
  name: "sdk-add",
  async run() {
    // Made before the clock runs: one for each round and one to warm up.
    const idle = Array.from({ length: rounds + 1 }, () => createWaiting(0));
    const busy = Array.from({ length: rounds + 1 }, () => createWaiting(waitingEvents));
    const { ratio, subjectMs } = await measureCpuRatio(
      () => idle.pop()?.add(addedEvents),
      () => busy.pop()?.add(addedEvents),
      rounds,
    );
    return [
      {
        name: "sdk-add",
        value: ratio,
        unit: "x",
        goal: 1.5,
        against: `adding ${addedEvents} events to an empty queue; subject: to one in which ${waitingEvents} wait`,
        note: `${((subjectMs * 1000) / addedEvents).toFixed(1)} us an event, without storage`,
      },
    ];
  },
};

const { name, props } = createSampleBatch(1, 0).events[0] as Event;
const storage: Storage = {
  put() {},
  remove() {},
  flush() {},
  keys: async () => [],
  read: async () => [],
  works: () => true,
};

function createWaiting(waiting: number): { add(events: number): void } {
  const delivery = createDelivery(
    createQueue(10_000, 1e9),
    storage,
    // Never answered, and the adding is over before a timer could send.
    { send: () => new Promise(() => {}), keepaliveRoom: () => 0 },
    ({ kind }) => {
      throw new Error(`expected room for all events and nothing sent, got ${kind}`);
    },
  );
  let next = 0;
  function add(events: number): void {
    for (let i = 0; i < events; i++)
      delivery.add(toQueued("page", { id: `${next++}`, name, time: Date.now(), props }));
    delivery.stop(); // the timer; a stopped delivery would drop what is added after
  }
  for (let i = 0; i < waiting; i++)
    delivery.add(toQueued("page", { id: `${next++}`, name, time: Date.now(), props }));
  return { add };
}

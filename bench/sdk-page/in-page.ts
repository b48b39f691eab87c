// What runs in the measured page. It times the client from outside, as a host page would feel it.

import type { Event } from "@riacho/contract/event";
import type { Client } from "../../sdk/src/index.ts";

/** What the page's globals give a benchmark. */
export interface MeasuredPage {
  riacho: Client;
  /** What the page's first call of the SDK took. */
  initMs: number;
  /** What is tracked over and over, and what the floors write. */
  sample: Event;
  inPage: InPage;
}

export interface InPage {
  /** Tracks the sample so many times, each in a task of its own. */
  trackAlone(times: number): Promise<Task[]>;
  /** Tracks the sample so many times in one task. */
  trackTogether(times: number): Promise<Task>;
  /** The least that tracking could be: writes the sample as JSON, and keeps it in an array. */
  stringifyTogether(times: number): Promise<Task>;
  /** The least that storing could be: puts the sample's JSON into IndexedDB, all in one transaction. */
  putTogether(times: number): Promise<Task>;
  /** Tracks the sample so many times, one every so many milliseconds. */
  trackEvery(times: number, everyMs: number): Promise<void>;
  /** Starts to watch for tasks over 50 ms. Gives a stop, which gives the milliseconds of each. */
  watchLongTasks(): () => Promise<number[]>;
}

export interface Task {
  /** Of the calls alone. */
  callsMs: number;
  /** Until the next task: with the microtasks that the calls left behind. */
  taskMs: number;
}

/** Ends the task: what comes after it runs in the next one. Unlike a timer it is not held back. */
function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function timeTask(work: () => void): Promise<Task> {
  await nextTask();
  const startedAt = performance.now();
  work();
  const calledAt = performance.now();
  await nextTask();
  return { callsMs: calledAt - startedAt, taskMs: performance.now() - startedAt };
}

function openFloorStore(): Promise<IDBDatabase> {
  const opening = indexedDB.open("bench-floor");
  opening.onupgradeneeded = () => opening.result.createObjectStore("floor");
  return new Promise((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

const page = window as unknown as MeasuredPage;

page.inPage = {
  async trackAlone(times) {
    const { name, props } = page.sample;
    const tasks: Task[] = [];
    for (let n = 0; n < times; n++) tasks.push(await timeTask(() => page.riacho.track(name, props)));
    return tasks;
  },

  trackTogether(times) {
    const { name, props } = page.sample;
    return timeTask(() => {
      for (let n = 0; n < times; n++) page.riacho.track(name, props);
    });
  },

  stringifyTogether(times) {
    const kept: string[] = [];
    return timeTask(() => {
      for (let n = 0; n < times; n++) kept.push(JSON.stringify(page.sample));
    });
  },

  async putTogether(times) {
    const store = await openFloorStore();
    const text = JSON.stringify(page.sample);
    let stored = Promise.resolve();
    const task = await timeTask(() => {
      const transaction = store.transaction("floor", "readwrite");
      const objects = transaction.objectStore("floor");
      for (let n = 0; n < times; n++) objects.put(text, n);
      transaction.commit();
      stored = new Promise((resolve) => transaction.addEventListener("complete", () => resolve()));
    });
    await stored;
    store.close();
    return task;
  },

  async trackEvery(times, everyMs) {
    const { name, props } = page.sample;
    for (let n = 0; n < times; n++) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      page.riacho.track(name, props);
    }
  },

  watchLongTasks() {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ type: "longtask" });
    return async () => {
      // The observer is told of a task after it has ended.
      await new Promise((resolve) => setTimeout(resolve, 100));
      observer.disconnect();
      return tasks;
    };
  },
};

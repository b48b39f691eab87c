// When to send, and what an outcome does. One request is under way at a time, except when the page hides.

import type { DropReason, Judge, Notice } from "./api.ts";
import { toBody } from "./body.ts";
import { readPageLoad, toLeaseKey } from "./keys.ts";
import { type Outcome, readOutcome } from "./outcome.ts";
import type { Queue, Queued } from "./queue.ts";
import type { Sender } from "./send.ts";
import type { Storage } from "./storage.ts";

/** This many waiting events leave at once. */
const fullBatch = 20;
const batchEventsMax = 100;
const batchBytesMax = 48 * 1024;
/** The first batch leaves sooner: many visits are short. */
const firstDelayMs = 1000;
const delayMs = 5000;
/** Longer than a try may last, so that no event is sent twice while its answer may still come. */
export const leaseMs = 30_000;
const backoffFirstMs = 1000;
const backoffMaxMs = 300_000;
/** From this many failures in a row on, batches shrink: one that is too big must not block for ever. */
const failuresBeforeHalving = 3;
/** What a body may add to its events: braces, commas, names. What they share is said once, so it is rarely used up. */
const bodyMarginBytes = 300;

/** Why a send waits: for company, for the door to recover, or because the door asked (`Retry-After`). */
type Why = 0 | 1 | 2;
const gather = 0;
const backoff = 1;
const asked = 2;

export function createDelivery(
  queue: Queue,
  storage: Storage,
  sender: Sender,
  onNotice: (notice: Notice) => void,
) {
  /** The next send, its time, and what it waits for. A stronger reason outlasts a weaker one. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = Infinity;
  let timerWhy: Why = gather;
  let running: Promise<void> | null = null;
  let isFlushing = false;
  let isOff = false;
  /** Added since the last batch was claimed: a cheap stand-in for counting the queue. */
  let gathered = 0;
  let gatherMs = firstDelayMs;
  let failures = 0;
  let batchEvents = batchEventsMax;

  function runIn(ms: number, why: Why): void {
    const at = Date.now() + ms;
    // Of two sends the earlier one holds, of two requests to wait the later one.
    const isHeld = timerWhy === why ? timerAt < at !== (why === asked) : timerWhy > why;
    if (isOff || isHeld) return;
    clear();
    timerAt = at;
    timerWhy = why;
    timer = setTimeout(() => {
      clear();
      void run();
    }, ms);
  }

  function clear(): void {
    clearTimeout(timer);
    timerAt = Infinity;
    timerWhy = gather;
  }

  function runWhenGathered(waiting: number): void {
    runIn(waiting < fullBatch ? gatherMs : 0, gather);
  }

  /** Looks again at what waits. */
  function wake(): void {
    const waiting = queue.waiting(Date.now());
    if (waiting) runWhenGathered(waiting);
    // What is under a lease waits again when that has ended.
    else if (queue.all()[0]) runIn(leaseMs, gather);
  }

  /** Sends now, unless the door asked to wait. Every event once, if flushing; else one batch. */
  function run(): Promise<void> {
    if (timerWhy !== asked) clear();
    running ??= sendAll().finally(() => {
      running = null;
      isFlushing = false;
      wake();
    });
    return running;
  }

  async function sendAll(): Promise<void> {
    while (!timerWhy && (await send()) && isFlushing);
  }

  /** Sends one batch. Gives null at once where nothing waits or fits. */
  function send(isLeaving?: boolean): Promise<true> | null {
    if (isOff) return null;
    const time = Date.now();
    drop("expired", queue.expired(time));
    const until = time + leaseMs;
    const room = isLeaving ? sender.keepaliveRoom() - bodyMarginBytes : batchBytesMax;
    const batch = queue.lease(time, until, batchEvents, Math.min(room, batchBytesMax), isLeaving ? 0 : 1);
    if (!batch[0]) return null;
    gathered = 0;
    gatherMs = delayMs;
    const leaseKey = toLeaseKey(readPageLoad(batch[0].key), batch[0].id);
    storage.put(leaseKey, { until, ids: batch.map(({ id }) => id) });
    onNotice({ kind: "sent", events: batch });
    const size = batch.reduce((sum, event) => sum + event.bytes, bodyMarginBytes);
    return sender.send(toBody(batch.map(({ text }) => text)), size).then((reply) => {
      apply(batch, until, readOutcome(reply, batch.length, Date.now()));
      storage.remove(leaseKey);
      return true;
    });
  }

  function apply(batch: Queued[], until: number, outcome: Outcome): void {
    queue.release(batch, until);
    onNotice({ kind: "answered", events: batch, outcome });
    switch (outcome.kind) {
      case "settled":
        failures = 0;
        batchEvents = Math.min(batchEvents * 2, batchEventsMax);
        forget(batch);
        break;
      case "retry":
        if (++failures >= failuresBeforeHalving) halve(batch);
        // Waiting grows where sending fails, in other tabs too.
        void storage.keys().then((keys) => drop("full", queue.share(keys, Date.now())));
        if (outcome.waitMs) runIn(outcome.waitMs, asked);
        else backOff(failures - 1);
        break;
      case "halve":
        if (batch.length === 1) drop("refused", batch);
        halve(batch);
        backOff(0); // a door that refuses everything must not be asked in a tight loop
        break;
      case "off":
        stop();
        drop("off", queue.all());
    }
  }

  /** Full jitter: pages that failed together must not come back together. */
  function backOff(doublings: number): void {
    runIn(Math.random() * Math.min(backoffFirstMs * 2 ** doublings, backoffMaxMs), backoff);
  }

  function halve({ length }: Queued[]): void {
    batchEvents = Math.ceil(length / 2);
  }

  function drop(reason: DropReason, events: Queued[]): void {
    forget(events);
    if (events[0]) onNotice({ kind: "dropped", events, reason });
  }

  function forget(events: Queued[]): void {
    queue.settle(events);
    for (const { key } of events) storage.remove(key);
  }

  function stop(): void {
    isOff = true;
    clear();
  }

  return {
    stop,
    /** Sends now, without waiting out a backoff: the network is back. */
    run,

    /** Queues and stores an event, new or adopted. */
    add(event: Queued): void {
      storage.put(event.key, event.text);
      drop("full", queue.add(event, Date.now()));
      if (isOff) drop("off", [event]);
      runWhenGathered(++gathered);
    },

    /** Sends until nothing waits or a try fails. */
    flush(): Promise<void> {
      isFlushing = true;
      return run();
    },

    /** Judges again what waits. On the wire it cannot be reached, but a retry is sent as it was judged last. */
    judge(judge: Judge): void {
      for (const event of queue.all()) {
        const [kept] = judge(JSON.parse(event.text));
        event.text = JSON.stringify(kept);
        if (kept) storage.put(event.key, event.text);
        else forget([event]);
      }
    },

    /** Sends what waits in this very task, by requests that outlive the page. */
    hide(): void {
      while (timerWhy !== asked) {
        const sent = send(true);
        if (!sent) break;
        void sent.then(wake);
      }
      storage.flush();
    },
  };
}

// Clients that never give up: a batch whose answer was not seen is sent again, with the same ids, as the SDK does.

import { setTimeout as sleep } from "node:timers/promises";
import { readAnswer } from "@riacho/contract/answer";
import { eventsPath } from "@riacho/contract/event";
import { drawChance, drawInt, drawWeighted, type Random } from "../src/simulation/random.ts";

export interface Senders {
  /** All ids that ever left. */
  readonly sent: ReadonlySet<string>;
  /** Those whose 200 was seen. */
  readonly answered: ReadonlySet<string>;
  /** How often a batch was sent again. */
  resent(): number;
  /** Lets every batch that was begun be answered, and begins no more. Fails where a sender failed. */
  stop(): Promise<void>;
}

const senderCount = 6;
/** Longest wait for an answer. A pipeline killed while it computes would else keep its sender to the end. */
const answerMs = 5_000;

interface Size {
  events: number;
  propsBytes: number;
  weight: number;
}

const sizes: readonly Size[] = [
  { events: 1, propsBytes: 20, weight: 30 },
  { events: 3, propsBytes: 200, weight: 30 },
  { events: 10, propsBytes: 100, weight: 30 },
  { events: 50, propsBytes: 20, weight: 9 },
  // Rows of over 900 KB: two records, of which a kill may leave one.
  { events: 100, propsBytes: 9_500, weight: 1 },
];

/** Starts the senders against a pipeline that comes and goes. */
export function startSenders(url: string, nextRandom: () => Random): Senders {
  const sent = new Set<string>();
  const answered = new Set<string>();
  let resent = 0;
  let isStopping = false;

  async function run(sender: number, random: Random): Promise<void> {
    for (let batch = 0; !isStopping; batch++) {
      const { events, propsBytes } = drawWeighted(random, sizes, ({ weight }) => weight);
      const ids = Array.from({ length: events }, (_, n) => `${sender}-${batch}-${n}`);
      const body = toBody(ids, propsBytes);
      for (const id of ids) sent.add(id);
      while (!(await send(url, body, ids.length, random))) {
        resent++;
        await sleep(drawInt(random, 20, 150));
      }
      for (const id of ids) answered.add(id);
      await sleep(drawInt(random, 0, 40));
    }
  }

  const running = Promise.all(Array.from({ length: senderCount }, (_, n) => run(n, nextRandom())));
  running.catch(() => {}); // told by stop()

  return {
    sent,
    answered,
    resent: () => resent,
    async stop() {
      isStopping = true;
      await running;
    },
  };
}

function toBody(ids: readonly string[], propsBytes: number): string {
  const props = { padding: "x".repeat(propsBytes) };
  const events = ids.map((id) => ({ id, name: "kill_test", time: Date.now(), props }));
  return JSON.stringify({ facts: { page_path: "/kill-test", language: "pt-BR" }, events });
}

/** Whether our answer was seen. Some leave before it, as pages do: then the batch may be stored or not. */
async function send(url: string, body: string, events: number, random: Random): Promise<boolean> {
  const patienceMs = drawChance(random, 0.03) ? drawInt(random, 1, 15) : answerMs;
  const text = await post(url, body, patienceMs);
  const answer = text === null ? null : readAnswer(text, events);
  if (answer && answer.rejected.length > 0) {
    throw new Error(`expected all to be accepted, got ${JSON.stringify(answer.rejected[0])}`);
  }
  return answer !== null;
}

/** The body of a 200; null where there is none. */
async function post(url: string, body: string, patienceMs: number): Promise<string | null> {
  try {
    const response = await fetch(`${url}${eventsPath}?app=shop&sent=${Date.now()}`, {
      method: "POST",
      body,
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    return response.status === 200 ? text : null;
  } catch {
    return null;
  }
}

// Senders that never give up, while the stream or the function is in trouble: nothing may be lost, nothing doubled.

import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { createRandoms } from "../src/simulation/random.ts";
import { compareIds, type Difference } from "./kill-compare.ts";
import { startSenders } from "./kill-senders.ts";
import { type Lab, startLab } from "./lab.ts";

export interface TroubleReport {
  /** Of `events`. */
  difference: Difference;
  events: number;
  /** How often a batch was sent again, with the same ids. */
  resent: number;
  /** Rows beyond one an event, in `rows`. */
  copies: number;
}

/** Answered before the trouble and after it: the way in and the way out are tried too. */
const eventsAround = 300;
/** How long after the last answer everything must be in `events`. */
const deliveredMsMax = 15_000;
/** Longer than a record waits for its file: what would still come has come. */
const quietMs = 2_500;

/**
 * Sends, makes trouble, and sends on until all is answered.
 *
 * @param trouble makes it, and keeps its promise when it may be over
 */
export async function runTrouble(trouble: (lab: Lab) => Promise<unknown>): Promise<TroubleReport> {
  const lab = await startLab();
  onTestFinished(lab.stop);
  const senders = startSenders(lab.url, createRandoms(Date.now()));
  const isAnswered = async (events: number) => {
    while (senders.answered.size < events) await sleep(20);
  };
  await isAnswered(eventsAround);
  await trouble(lab);
  await lab.order({});
  await isAnswered(senders.answered.size + eventsAround);
  await senders.stop();

  const compare = async () => {
    const rows = await lab.query<{ event_id: string }>("select event_id from events");
    return compareIds(
      rows.map(({ event_id }) => event_id),
      senders.sent,
      senders.answered,
    );
  };
  for (const endAt = Date.now() + deliveredMsMax; Date.now() < endAt; await sleep(250)) {
    if ((await compare()).lost.length === 0) break;
  }
  await sleep(quietMs);
  const [{ copies } = { copies: Number.NaN }] = await lab.query<{ copies: number }>(
    "select count(*) - count(distinct event_id) as copies from rows",
  );
  return {
    difference: await compare(),
    events: senders.sent.size,
    resent: senders.resent(),
    copies: Number(copies),
  };
}

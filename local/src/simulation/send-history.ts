// From a history to the collector: visitors side by side, each one's sessions in order.

import { toBatches } from "./batches.ts";
import { type DeliverSettings, type Delivery, deliver } from "./deliver.ts";
import type { VisitorHistory } from "./history.ts";
import { countAnswer, countSession, countVisitor, createTally, type Tally } from "./tally.ts";
import { workThrough } from "./work-through.ts";

export type SendEnd = { kind: "finished" } | { kind: "stopped" } | { kind: "given_up"; cause: string };

export interface SendHistorySettings extends DeliverSettings {
  /** Visitors sending at the same time. */
  concurrency: number;
  /** Stops the run; it is aborted here too, once a batch is given up. */
  stop: AbortController;
  /** Called with the number of visitors done. */
  onProgress(visitors: number): void;
}

/** Sends everything, or as much as can be before the run is stopped or a batch is given up; says how far it came. */
export async function sendHistory(
  history: Iterable<VisitorHistory>,
  settings: SendHistorySettings,
): Promise<{ tally: Tally; end: SendEnd }> {
  const { concurrency, stop, onProgress } = settings;
  const tally = createTally();
  let givenUp: (Delivery & { kind: "given_up" }) | null = null;

  async function sendVisitor(visitor: VisitorHistory): Promise<void> {
    for (const session of visitor.sessions) {
      for (const batch of toBatches(session)) {
        if (stop.signal.aborted) return;
        const delivery = await deliver(batch, visitor.userAgent, settings);
        tally.copies += (delivery.tries - 1) * batch.events.length;
        if (delivery.kind === "stopped") return;
        if (delivery.kind === "given_up") {
          givenUp ??= delivery;
          stop.abort();
          return;
        }
        countAnswer(tally, batch.events, delivery.answer);
      }
      countSession(tally, visitor, session);
    }
    countVisitor(tally, visitor);
    onProgress(tally.visitors);
  }

  await workThrough(history, sendVisitor, { concurrency, signal: stop.signal });
  return { tally, end: toEnd(givenUp, stop.signal) };
}

function toEnd(givenUp: { cause: string } | null, signal: AbortSignal): SendEnd {
  if (givenUp) return { kind: "given_up", cause: givenUp.cause };
  return signal.aborted ? { kind: "stopped" } : { kind: "finished" };
}

// What was sent and what came of it, in numbers.

import type { Answer, RejectReason } from "@riacho/contract/answer";
import type { Simulated, VisitorHistory } from "./history.ts";

/** The shop's funnel in order. */
export const funnelSteps = ["view_item", "add_to_cart", "begin_checkout", "purchase"] as const;

export type FunnelStep = (typeof funnelSteps)[number];

/** Counts that only grow. Everything but `copies` counts what the collector has answered for. */
export interface Tally {
  visitors: number;
  bots: number;
  sessions: number;
  /** Those that are not bots'. */
  sessionsOfPeople: number;
  events: number;
  accepted: number;
  rejected: Partial<Record<RejectReason, number>>;
  /** Events sent once more after an attempt without an answer; the models keep one of each id. */
  copies: number;
  /** Sessions of people in which the step was taken. */
  funnel: Record<FunnelStep, number>;
  /** Sound events by the UTC day of their time, `YYYY-MM-DD`. */
  days: Record<string, number>;
}

export function createTally(): Tally {
  return {
    visitors: 0,
    bots: 0,
    sessions: 0,
    sessionsOfPeople: 0,
    events: 0,
    accepted: 0,
    rejected: {},
    copies: 0,
    funnel: { view_item: 0, add_to_cart: 0, begin_checkout: 0, purchase: 0 },
    days: {},
  };
}

export function countAnswer(tally: Tally, events: readonly Simulated[], answer: Answer): void {
  tally.events += events.length;
  tally.accepted += answer.accepted;
  for (const { reason } of answer.rejected) tally.rejected[reason] = (tally.rejected[reason] ?? 0) + 1;
  for (const { kind, event } of events) {
    if (kind === "broken") continue;
    const day = new Date(event.time).toISOString().slice(0, 10);
    tally.days[day] = (tally.days[day] ?? 0) + 1;
  }
}

export function countSession(tally: Tally, { kind }: VisitorHistory, events: readonly Simulated[]): void {
  tally.sessions++;
  if (kind === "bot") return;
  tally.sessionsOfPeople++;
  const names = new Set(
    events.map((simulated) => (simulated.kind === "sound" ? simulated.event.name : null)),
  );
  for (const step of funnelSteps) if (names.has(step)) tally.funnel[step]++;
}

export function countVisitor(tally: Tally, { kind }: VisitorHistory): void {
  tally.visitors++;
  if (kind === "bot") tally.bots++;
}

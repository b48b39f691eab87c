// The whole history, one visitor after another: the same seed and times give the same bytes.

import type { RejectReason } from "@riacho/contract/answer";
import type { Json } from "@riacho/contract/event";
import { drawBot } from "./bot.ts";
import { drawMalformed } from "./malformed.ts";
import { drawPersonSessions } from "./person.ts";
import { createRandoms, drawChance, type Random } from "./random.ts";
import type { TimedEvent } from "./session-events.ts";
import { drawVisitor } from "./visitor.ts";

/** Share of visitors that are bots. */
export const botShare = 0.03;

/** Share of events that a broken one follows. */
export const malformedShare = 0.01;

export interface HistorySettings {
  /** Bots included. */
  visitors: number;
  /** A whole number, 0 to 4294967295. */
  seed: number;
  /** Milliseconds since 1970. */
  from: number;
  /** Milliseconds since 1970; more than `from`. */
  until: number;
  /** The shop's origin, such as `http://localhost:8080`. */
  origin: string;
}

/** An event as it will be sent: sound, or broken with the reason it will be refused for. */
export type Simulated =
  | { kind: "sound"; event: TimedEvent }
  | { kind: "broken"; event: Json; reason: RejectReason };

export interface VisitorHistory {
  kind: "person" | "bot";
  userAgent: string;
  /** In order of time, as are the events in each. */
  sessions: Simulated[][];
}

/** Everything that visitors did, one visitor at a time, so that a long history needs no memory. */
export function* drawHistory(settings: HistorySettings): Generator<VisitorHistory> {
  const nextRandom = createRandoms(settings.seed);
  for (let i = 0; i < settings.visitors; i++) {
    const random = nextRandom();
    yield drawChance(random, botShare)
      ? drawBotHistory(random, settings)
      : drawPersonHistory(random, settings);
  }
}

function drawBotHistory(random: Random, settings: HistorySettings): VisitorHistory {
  const { userAgent, sessions } = drawBot(random, settings);
  return { kind: "bot", userAgent, sessions: sessions.map((events) => events.map(toSound)) };
}

function drawPersonHistory(random: Random, settings: HistorySettings): VisitorHistory {
  const visitor = drawVisitor(random, settings.from, settings.until);
  const sessions = drawPersonSessions(random, visitor, settings);
  const withBroken = sessions.map((events) =>
    events.flatMap((event) => [toSound(event), ...drawBroken(random, event)]),
  );
  return { kind: "person", userAgent: visitor.device.userAgent, sessions: withBroken };
}

function toSound(event: TimedEvent): Simulated {
  return { kind: "sound", event };
}

function drawBroken(random: Random, beside: TimedEvent): Simulated[] {
  return drawChance(random, malformedShare) ? [{ kind: "broken", ...drawMalformed(random, beside) }] : [];
}

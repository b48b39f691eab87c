// A person's sessions, from the first visit in the history to the last.

import { drawChance, drawWeighted, type Random } from "./random.ts";
import { type TimedEvent, toSessionEvents } from "./session-events.ts";
import { walkShop } from "./shop-walk.ts";
import { sources } from "./sources.ts";
import type { Visitor } from "./visitor.ts";

/** Phones are for looking, desks for buying. */
const deviceFactors = { mobile: 0.85, tablet: 1, desktop: 1.12 };
const returningFactor = 1.15;

/** The stretch without events that ends a session, in milliseconds. The SDK's own. */
const sessionIdleMs = 30 * 60 * 1000;

/**
 * @param origin the shop's origin, such as `http://localhost:8080`
 * @param until the end of the history in milliseconds since 1970: who is still in the shop then stays there
 */
export function drawPersonSessions(
  random: Random,
  visitor: Visitor,
  { origin, until }: { origin: string; until: number },
): TimedEvent[][] {
  const sessions: TimedEvent[][] = [];
  let isReturning = visitor.isRegular;
  let userId: string | null = null;
  let idleAt = 0;
  for (const startMs of visitor.visits) {
    if (startMs < idleAt) continue; // still the visit before: a session ends by idleness only
    const source = drawWeighted(random, sources, (from) =>
      isReturning ? from.returningWeight : from.newWeight,
    );
    const loads = walkShop(random, {
      startMs,
      landsOnProduct: drawChance(random, source.productShare),
      buyFactor: deviceFactors[visitor.device.kind] * (isReturning ? returningFactor : 1),
      isIdentifying: visitor.userId !== null && userId === null,
    });
    const events = toSessionEvents(random, loads, { visitor, source, origin, userId });
    sessions.push(events.filter((event) => event.time <= until));
    userId = events.at(-1)?.user_id ?? null;
    isReturning = true;
    idleAt = (events.at(-1)?.time ?? startMs) + sessionIdleMs;
  }
  return sessions;
}

import { type Device, devices } from "./devices.ts";
import { type Place, places } from "./places.ts";
import { drawChance, drawInt, drawWeighted, type Random } from "./random.ts";
import { drawUuid } from "./uuid.ts";
import { drawVisits } from "./visits.ts";

/** A person with one browser. */
export interface Visitor {
  id: string;
  device: Device;
  place: Place;
  /** Knew the shop before the history begins. */
  isRegular: boolean;
  /** The identity given at a purchase; null for those who buy as guests. */
  userId: string | null;
  /** When visits begin, in milliseconds since 1970, ascending; at least one. */
  visits: number[];
}

const regularShare = 0.3;
const guestShare = 0.35;
const dayMs = 24 * 60 * 60 * 1000;
/** How long before the history a regular may have come first, in days. */
const regularSinceDaysMax = 90;

/**
 * A visitor and their visits between two times, both in milliseconds since 1970.
 */
export function drawVisitor(random: Random, from: number, until: number): Visitor {
  const device = drawWeighted(random, devices, ({ weight }) => weight);
  const place = drawWeighted(random, places, ({ weight }) => weight);
  const isRegular = drawChance(random, regularShare);
  const visits = drawVisits(random, { clock: place.clock, isRegular, from, until });
  // The id carries the time of the very first visit, which a regular made earlier.
  const since = isRegular ? from - drawInt(random, 0, regularSinceDaysMax * dayMs) : (visits[0] as number);
  const id = drawUuid(random, since);
  const userId = drawChance(random, guestShare) ? null : `customer-${id.slice(-8)}`;
  return { id, device, place, isRegular, userId, visits };
}

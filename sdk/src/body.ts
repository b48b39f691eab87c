import type { Event } from "@riacho/contract/event";

/** What an event never shares, even where it is alike. */
const ownKeys = /^(id|name|time|seq|props)$/;

/**
 * The request body for a batch: what all its events share is said once.
 *
 * @param texts events as JSON text
 */
export function toBody(texts: readonly string[]): string {
  const events: Event[] = texts.map((text) => JSON.parse(text));
  const facts: Partial<Record<keyof Event, unknown>> = {};
  const first = { ...events[0] } as Event;
  for (const key of Object.keys(first) as (keyof Event)[]) {
    if (!events[1] || ownKeys.test(key) || events.some((event) => event[key] !== first[key])) continue;
    facts[key] = first[key];
    for (const event of events) delete event[key];
  }
  return JSON.stringify({ facts, events });
}

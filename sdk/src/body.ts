import type { Event } from "@riacho/contract/event";

/** What an event never shares, even where it is alike. Ids never are: the queue holds each once. */
const ownKeys = /^(name|time|seq|props)$/;

/**
 * The request body for a batch: what all its events share is said once.
 *
 * @param texts events as JSON text
 */
export function toBody(texts: readonly string[]): string {
  const events: Event[] = texts.map((text) => JSON.parse(text));
  const facts: Partial<Record<keyof Event, unknown>> = {};
  const [first, ...others] = events;
  for (const key of Object.keys(others[0] ?? {}) as (keyof Event)[]) {
    const value = first?.[key];
    if (ownKeys.test(key) || others.some((event) => event[key] !== value)) continue;
    facts[key] = value;
    for (const event of events) delete event[key];
  }
  return JSON.stringify({ facts, events });
}

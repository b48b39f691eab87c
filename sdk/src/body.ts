import type { Event, EventsRequest } from "@riacho/contract/event";

const ownKeys = new Set(["id", "name", "time", "seq", "props"]);

/**
 * The request body for a batch: what all its events share is said once.
 *
 * @param texts events as JSON text
 */
export function toBody(texts: readonly string[]): string {
  const events: Event[] = texts.map((text) => JSON.parse(text));
  const facts = sharedFacts(events);
  for (const event of events) for (const key in facts) delete event[key as keyof Event];
  return JSON.stringify({ facts, events } satisfies EventsRequest);
}

function sharedFacts([first, ...others]: readonly Event[]): Partial<Event> {
  const facts: Partial<Event> = {};
  if (others.length === 0) return facts;
  for (const key in first) {
    const name = key as keyof Event;
    if (!ownKeys.has(key) && others.every((event) => event[name] === first[name])) {
      Object.assign(facts, { [key]: first[name] });
    }
  }
  return facts;
}

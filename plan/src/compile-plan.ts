// What the build writes into the collector's bundle.

import type { CompiledPlan } from "./enforce.ts";
import { automaticEvents, type EventPlan, type PropSchema, type TrackingPlan } from "./plan.ts";

/** Leaves out what nobody checks: descriptions, and the schemas of events that are not enforced. */
export function compilePlan({ apps, events, others }: TrackingPlan): CompiledPlan {
  const named = new Set(events.map(({ name }) => name));
  const automatic = automaticEvents.filter((name) => !named.has(name));
  return {
    apps: apps ?? null,
    events: [...events.map(compileEvent), ...automatic.map((name) => [name, "off"] as const)],
    others,
  };
}

function compileEvent({ name, enforce, props }: EventPlan): CompiledPlan["events"][number] {
  return enforce === "off" ? [name, enforce] : [name, enforce, withoutDescriptions(props)];
}

function withoutDescriptions({ description: _, items, properties, ...rest }: PropSchema): PropSchema {
  return {
    ...rest,
    ...(items && { items: withoutDescriptions(items) }),
    ...(properties && {
      properties: properties.map((prop) => ({ ...prop, schema: withoutDescriptions(prop.schema) })),
    }),
  };
}

// From what a team wrote to a plan that cannot be wrong. Pure; never throws, whatever the text.

import { nameLengthMax } from "@riacho/contract/limits";
import { describeChoice } from "./describe-value.ts";
import { below } from "./json-pointer.ts";
import { type Enforcement, type EventPlan, enforcements, type TrackingPlan } from "./plan.ts";
import { createProblems, isObject, type Problems } from "./problems.ts";
import { readSchema } from "./read-schema.ts";

/** A plan, or all that is wrong with it: `#/events/login/enforce: expected "off", "flag" or "reject", got "warn"`. */
export type ReadPlan = { ok: true; plan: TrackingPlan } | { ok: false; problems: string[] };

/**
 * Reads a plan's JSON text.
 *
 * @example readPlan('{ "version": 1, "events": { "sign_up": {} } }')
 */
export function readPlan(text: string): ReadPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`#: expected JSON, got a mistake: ${(error as Error).message}`] };
  }
  const problems = createProblems();
  const plan = read(value, problems);
  return problems.list.length === 0 ? { ok: true, plan } : { ok: false, problems: problems.list };
}

function read(value: unknown, problems: Problems): TrackingPlan {
  const plan: TrackingPlan = { version: 1, events: [], others: "off" };
  if (!isObject(value)) {
    problems.expected("", 'an object such as { "version": 1, "events": {} }', value);
    return plan;
  }
  problems.onlyKeys("", value, ["$schema", "version", "description", "apps", "events", "others", "$defs"]);
  const { version, description, apps, events, others, $defs = {} } = value;
  if (Number.isSafeInteger(version) && (version as number) >= 1) plan.version = version as number;
  else problems.expected("/version", "a whole number from 1", version);
  if (description !== undefined && typeof description !== "string") {
    problems.expected("/description", "a text", description);
  }
  if (apps !== undefined) plan.apps = readApps(apps, problems);
  plan.others = readEnforcement(others, "/others", plan.others, problems);
  if (!isObject($defs)) problems.expected("/$defs", "schemas by name", $defs);
  const defs = isObject($defs) ? $defs : {};
  // Also those that nobody refers to: a mistake in one is a mistake.
  for (const [name, schema] of Object.entries(defs))
    readSchema(schema, below("/$defs", name), defs, problems);
  if (!isObject(events)) {
    problems.expected("/events", 'events by name, such as { "sign_up": {} }', events);
    return plan;
  }
  plan.events = Object.entries(events).map(([name, event]) => readEvent(name, event, defs, problems));
  // A mistake in a definition is found once more by each reference to it.
  problems.list.splice(0, Number.POSITIVE_INFINITY, ...new Set(problems.list));
  return plan;
}

function readApps(value: unknown, problems: Problems): string[] {
  if (Array.isArray(value) && value.length > 0 && value.every((app) => typeof app === "string" && app)) {
    return value;
  }
  problems.expected("/apps", "a list of app ids, at least one; leave it out for all apps", value);
  return [];
}

function readEnforcement(
  value: unknown,
  pointer: string,
  otherwise: Enforcement,
  problems: Problems,
): Enforcement {
  if (value === undefined) return otherwise;
  if (enforcements.includes(value as Enforcement)) return value as Enforcement;
  problems.expected(pointer, describeChoice(enforcements), value);
  return otherwise;
}

function readEvent(
  name: string,
  value: unknown,
  defs: Readonly<Record<string, unknown>>,
  problems: Problems,
): EventPlan {
  const pointer = below("/events", name);
  const event: EventPlan = { name, enforce: "flag", props: {} };
  if (name.length === 0 || name.length > nameLengthMax) {
    problems.expected(pointer, `a name of 1 to ${nameLengthMax} characters`, name);
  }
  if (!isObject(value)) {
    problems.expected(pointer, 'an object such as { "description": "..." }', value);
    return event;
  }
  problems.onlyKeys(pointer, value, ["description", "enforce", "props"]);
  const { description, enforce, props } = value;
  if (typeof description === "string") event.description = description;
  else if (description !== undefined) problems.expected(below(pointer, "description"), "a text", description);
  event.enforce = readEnforcement(enforce, below(pointer, "enforce"), event.enforce, problems);
  if (props === undefined) return event;
  const at = below(pointer, "props");
  event.props = readSchema(props, at, defs, problems);
  const { type, enum: values } = event.props;
  if ((type && type.join() !== "object") || values) {
    problems.list.push(`#${at}: expected a schema of an object, since props are one, got another type`);
  }
  return event;
}

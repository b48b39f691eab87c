// The part of the plan that runs in the collector: pure, made once per start from what the build has checked.

import { toSafeText } from "@riacho/contract/text";
import { checkValue, type Violation } from "./check-value.ts";
import { describeValue } from "./describe-value.ts";
import { inOneShape } from "./in-one-shape.ts";
import type { Enforcement, PropSchema } from "./plan.ts";

/** A plan without what only people and compilers read. JSON: it is written into the bundle. */
export interface CompiledPlan {
  /** Null: all apps. */
  apps: readonly string[] | null;
  /** By event name; with `off` there is nothing to check, so the schema is left out. */
  events: readonly (readonly [name: string, enforce: Enforcement, props?: PropSchema])[];
  others: Enforcement;
}

/** What is wrong with an event, and what is to become of it. */
export interface Verdict {
  enforce: "flag" | "reject";
  /** What of the event is not as planned: its name is not in the plan, or its props are others. */
  part: "name" | "props";
  /** For people: `/value: expected a number, got "12"`, of several joined by `; `. At most 512 characters. */
  message: string;
}

/** Null where the event is as planned, or nobody asked. Never throws. */
export type Enforce = (appId: string, name: string, props: unknown) => Verdict | null;

/** The first few show what is wrong; a list of 500 broken items shows no more. */
const violationsMax = 3;

/** The longest message, in characters. */
const messageMax = 512;

/**
 * Makes the function that judges events.
 *
 * @example
 * const enforce = createEnforce(compilePlan(plan));
 * enforce("shop", "add_to_cart", { value: "12" });
 * // { enforce: "flag", part: "props", message: '/value: expected a number, got "12"' }
 */
export function createEnforce({ apps, events, others }: CompiledPlan): Enforce {
  const planned = new Map(
    events.map(([name, enforce, props]) => [name, { enforce, props: props && inOneShape(props) }]),
  );
  return (appId, name, props) => {
    if (apps && !apps.includes(appId)) return null;
    const event = planned.get(name);
    if (!event) return others === "off" ? null : toUnknown(others, name);
    if (event.enforce === "off" || !event.props) return null;
    const violations = findViolations(event.props, props ?? {});
    return violations.length === 0 ? null : toVerdict(event.enforce, violations);
  };
}

/** What is wrong with an event's props; empty where nothing is. */
export function findViolations(schema: PropSchema, props: unknown): Violation[] {
  const found: Violation[] = [];
  checkValue(schema, props, "", found, violationsMax);
  return found;
}

function toVerdict(enforce: "flag" | "reject", violations: readonly Violation[]): Verdict {
  const message = violations
    .map(({ pointer, expected, got }) => `${pointer || "props"}: expected ${expected}, got ${got}`)
    .join("; ");
  return { enforce, part: "props", message: toSafeText(message.slice(0, messageMax)) };
}

function toUnknown(enforce: "flag" | "reject", name: string): Verdict {
  const message = `name: expected an event of the tracking plan, got ${describeValue(name)}`;
  return { enforce, part: "name", message };
}

// What a new version of a plan breaks: pure.

import { type Broken, compareSchemas, type SchemaChange } from "./compare-schemas.ts";
import { below } from "./json-pointer.ts";
import { type Enforcement, type EventPlan, enforcements, type TrackingPlan } from "./plan.ts";

/** One breaking change. */
export interface Change {
  /** Where in the plan's file, as a JSON pointer. */
  pointer: string;
  breaks: Broken;
  /** What was changed, and what it does to whom it breaks. */
  what: string;
}

/**
 * All breaking changes from one plan to the next. None where whatever was as planned still is, what readers select is
 * still there, and nothing is enforced more strictly. A new event and a new optional prop break nobody: the plan had
 * promised nothing of their names.
 *
 * @example comparePlans(before, after).map(({ what }) => what) // ["removed: no more such events are expected"]
 */
export function comparePlans(before: TrackingPlan, after: TrackingPlan): Change[] {
  const current = new Map(after.events.map((event) => [event.name, event]));
  return [
    ...compareApps(before, after),
    ...compareEnforcement("/others", before.others, after.others),
    ...before.events.flatMap((event) => {
      const now = current.get(event.name);
      return now ? compareEvents(event, now) : [toRemovedEvent(event, after.others)];
    }),
  ];
}

function compareEvents(before: EventPlan, after: EventPlan): Change[] {
  const pointer = below("/events", after.name);
  const changes = compareSchemas(before.props, after.props, below(pointer, "props"));
  return [
    ...compareEnforcement(below(pointer, "enforce"), before.enforce, after.enforce),
    ...changes.map((change) => toChange(change, after.enforce)),
  ];
}

function toChange({ pointer, breaks, what }: SchemaChange, enforce: Enforcement): Change {
  const consequences = [
    ...(breaks === "senders" ? [] : ["queries that read it find nothing in new events"]),
    ...(breaks === "readers" ? [] : [senderConsequences[enforce]]),
  ];
  return { pointer, breaks, what: `${what}: ${consequences.join(", and ")}` };
}

const senderConsequences: Record<Enforcement, string> = {
  off: "code that was right against the plan's types may no longer compile",
  flag: "events that were as planned may now be flagged",
  reject: "events that were as planned may now be rejected",
};

function toRemovedEvent({ name }: EventPlan, others: Enforcement): Change {
  const what = "removed: queries that read it find no new events";
  const pointer = below("/events", name);
  if (others === "off") return { pointer, breaks: "readers", what };
  const become = others === "flag" ? "flagged" : "rejected";
  return { pointer, breaks: "both", what: `${what}, and those still sent are ${become}` };
}

function compareEnforcement(pointer: string, before: Enforcement, after: Enforcement): Change[] {
  if (enforcements.indexOf(after) <= enforcements.indexOf(before)) return [];
  const what = `enforced more strictly, ${before} became ${after}: ${strictConsequences[after]}`;
  return [{ pointer, breaks: "senders", what }];
}

const strictConsequences: Record<Enforcement, string> = {
  off: "nothing happens",
  flag: "events that are not as planned are now flagged",
  reject: "events that are not as planned are now rejected",
};

function compareApps({ apps: before }: TrackingPlan, { apps: after }: TrackingPlan): Change[] {
  if (!before) return [];
  const added = after ? after.filter((app) => !before.includes(app)) : null;
  if (added?.length === 0) return [];
  const whose = added ? `app ${added.join(", ")}` : "every app";
  const what = `enforced more strictly, now for ${whose}: events that are not as planned are judged there too`;
  return [{ pointer: "/apps", breaks: "senders", what }];
}

/** What becomes of breaking changes, and why. */
export type Judgement =
  | { ok: true; message: string }
  /** The version went back, or did not go up although something breaks. */
  | { ok: false; message: string };

/** The rule: breaking changes need a higher version, others do not, and a version never goes back. */
export function judgeVersions(before: number, after: number, breaking: number): Judgement {
  if (after < before) {
    return { ok: false, message: `#/version: expected at least ${before}, the last version, got ${after}` };
  }
  if (breaking === 0) return { ok: true, message: `No breaking changes since version ${before}.` };
  const count = breaking === 1 ? "1 breaking change" : `${breaking} breaking changes`;
  if (after > before) {
    return { ok: true, message: `${count}, which version ${after} after ${before} makes known.` };
  }
  const it = breaking === 1 ? "it" : "them";
  const message = `${count}, and the version is still ${after}: undo ${it}, or set "version" to ${after + 1} and tell those whom ${breaking === 1 ? "it breaks" : "they break"}.`;
  return { ok: false, message: `#/version: ${message}` };
}

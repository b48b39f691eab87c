import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparePlans, judgeVersions } from "../src/compare-plans.ts";
import { enforcements, type TrackingPlan } from "../src/plan.ts";
import { anySchema } from "./schemas.ts";

const anyPlan: fc.Arbitrary<TrackingPlan> = fc.record({
  version: fc.constant(1),
  events: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom("login", "purchase", "share"),
      enforce: fc.constantFrom(...enforcements),
      props: anySchema(1),
    }),
    { selector: ({ name }) => name },
  ),
  others: fc.constantFrom(...enforcements),
});

test("a plan compared with itself has no changes", () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expect(comparePlans(plan, plan)).toEqual([]);
    }),
  );
});

test("a new event, and less enforcement, break nobody", () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const events = plan.events.map((event) => ({ ...event, enforce: "off" as const }));
      const added = { name: "new", enforce: "reject" as const, props: {} };
      expect(comparePlans(plan, { ...plan, events: [...events, added], others: "off" })).toEqual([]);
    }),
  );
});

const plan: TrackingPlan = {
  version: 1,
  apps: ["shop"],
  events: [
    {
      name: "share",
      enforce: "flag",
      props: { properties: [{ name: "n", required: false, schema: { type: ["number"] } }] },
    },
  ],
  others: "off",
};
const share = plan.events[0] as TrackingPlan["events"][number];
const integerN = { properties: [{ name: "n", required: false, schema: { type: ["integer" as const] } }] };

describe("a breaking change says whom it breaks, and how", () => {
  test.each<[string, Partial<TrackingPlan>, string]>([
    [
      "a removed event",
      { events: [] },
      "readers /events/share removed: queries that read it find no new events",
    ],
    [
      "a removed event where others are rejected",
      { events: [], others: "reject" },
      "both /events/share removed: queries that read it find no new events, and those still sent are rejected",
    ],
    [
      "an event judged more strictly",
      { events: [{ ...share, enforce: "reject" }] },
      "senders /events/share/enforce enforced more strictly, flag became reject: events that are not as planned are now rejected",
    ],
    [
      "others judged more strictly",
      { others: "flag" },
      "senders /others enforced more strictly, off became flag: events that are not as planned are now flagged",
    ],
    [
      "one more app",
      { apps: ["shop", "blog"] },
      "senders /apps enforced more strictly, now for app blog: events that are not as planned are judged there too",
    ],
    [
      "a narrower prop",
      { events: [{ ...share, props: integerN }] },
      "senders /events/share/props/properties/n/type type narrowed from number to integer: events that were as planned may now be flagged",
    ],
    [
      "a narrower prop of an event that nobody judges",
      { events: [{ ...share, enforce: "off", props: integerN }] },
      "senders /events/share/props/properties/n/type type narrowed from number to integer: code that was right against the plan's types may no longer compile",
    ],
    [
      "a removed prop",
      { events: [{ ...share, props: {} }] },
      "readers /events/share/props/properties/n removed: queries that read it find nothing in new events",
    ],
  ])("%s", (_, change, expected) => {
    const { pointer, breaks, what } = comparePlans(plan, { ...plan, ...change }).at(-1) ?? {};
    expect(`${breaks} ${pointer} ${what}`).toBe(expected);
  });

  test("all apps instead of some is more", () => {
    const { apps: _, ...everywhere } = plan;
    expect(comparePlans(plan, everywhere)).toHaveLength(1);
    expect(comparePlans(everywhere, plan)).toEqual([]);
  });
});

describe("the rule of versions", () => {
  test.each([
    [1, 1, 0, true],
    [1, 2, 0, true],
    [1, 2, 3, true],
    [1, 1, 1, false],
    [2, 1, 0, false],
    [2, 1, 1, false],
  ])("from %i to %i with %i breaking changes: %s", (before, after, breaking, ok) => {
    expect(judgeVersions(before, after, breaking).ok).toBe(ok);
  });
});

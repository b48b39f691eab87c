import { parseRequest } from "@riacho/contract/parse";
import { compilePlan } from "@riacho/plan/compile-plan";
import { createEnforce } from "@riacho/plan/enforce";
import { readPlan } from "@riacho/plan/read-plan";
import { expect, test } from "vitest";
import { judgeByPlan } from "../src/judge-by-plan.ts";
import { toRecords } from "../src/records.ts";
import { createRowWriter, type Stamp } from "../src/rows.ts";
import { type Enforce, enforce as none } from "../src/tracking-plan.ts";

const number = { properties: { value: { type: "number" } } };
const plan = readPlan(
  JSON.stringify({
    version: 1,
    events: { refund: { enforce: "reject", props: number }, share: { props: number } },
    others: "flag",
  }),
);
if (!plan.ok) throw new Error(plan.problems.join());
// What the build puts there has the type that is expected there.
const enforce: Enforce = createEnforce(compilePlan(plan.plan));

const stamp: Stamp = {
  appId: "shop",
  receivedAt: Date.UTC(2026, 0, 2),
  sent: null,
  userAgent: null,
  enrichment: { columns: {}, flags: [] },
  isOwnOrigin: () => false,
};

function judge(...events: object[]) {
  const named = events.map((event, index) => ({ id: `e${index}`, time: stamp.receivedAt, ...event }));
  const parsed = parseRequest({ events: named });
  if (!parsed.ok) throw new Error(parsed.message);
  const judged = judgeByPlan(parsed.events, named, "shop", enforce);
  const records = toRecords(judged.map(createRowWriter(stamp, {})));
  const lines = Buffer.concat(records).toString().trimEnd().split("\n");
  return { parsed: parsed.events, judged, rows: lines.map((line) => JSON.parse(line)) };
}

test("a rejected event is a row with its reason, its sentence and its JSON", () => {
  const [row] = judge({ name: "refund", props: { value: "12" } }).rows;
  expect(row).toMatchObject({
    event_id: "e0",
    name: "refund",
    status: "rejected",
    reason: "plan_violation",
    message: '/value: expected a number, got "12"',
  });
  expect(JSON.parse(row.raw).props).toEqual({ value: "12" });
});

test("a flagged event is accepted, with what is wrong in columns of its own", () => {
  const [props, name] = judge({ name: "share", unknown: 1, props: { value: "12" } }, { name: "shaer" }).rows;
  expect(props).toMatchObject({
    status: "accepted",
    props: '{"value":"12"}',
    flags: "unknown:unknown,props:plan",
    plan_violations: '/value: expected a number, got "12"',
  });
  expect(name).toMatchObject({
    status: "accepted",
    flags: "name:plan",
    plan_violations: 'name: expected an event of the tracking plan, got "shaer"',
  });
});

test("an event that is as planned, and one that was refused before, are left as they are", () => {
  const { parsed, judged } = judge(
    { name: "share", props: { value: 1 } },
    { name: "refund", props: "x" },
    { name: "refund" },
  );
  expect(judged.map((event, index) => event === parsed[index])).toEqual([true, true, true]);
});

test("without a plan there is nobody to judge", () => {
  expect(none).toBeNull();
});

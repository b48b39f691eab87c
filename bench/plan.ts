// What the tracking plan costs the collector: judging an event, beside parsing it, which it cannot do without.

import { compilePlan } from "@riacho/plan/compile-plan";
import { createEnforce } from "@riacho/plan/enforce";
import { readPlanFile } from "@riacho/plan/plan-files";
import type { Benchmark, Figure } from "./benchmark.ts";
import { measureCpuRatio } from "./cpu-ratio.ts";
import { createSampleEvent, sampleFacts } from "./sample-batch.ts";

const planFile = "examples/script-tag/tracking-plan.json";
/** Three items: more than most carts have. */
const items = ["pebble-mug", "heron-jug", "little-boat"].map((item_id) => ({
  item_id,
  item_name: item_id,
  price: 14.5,
  quantity: 1,
}));
const rounds = 15;
const roundEvents = 20_000;

export const planBenchmark: Benchmark = {
  name: "plan",
  run: async () => [
    await measure("plan-right", { currency: "EUR", value: 43.5, items }),
    await measure("plan-wrong", { currency: "eur", value: "43.5", items }),
  ],
};

async function measure(name: string, props: object): Promise<Figure> {
  const enforce = createEnforce(compilePlan(readPlanFile(planFile)));
  const event = { ...sampleFacts, ...createSampleEvent(0, Date.now()), props };
  const text = JSON.stringify(event);
  const isWrong = name === "plan-wrong";
  const { ratio, subjectMs } = await measureCpuRatio(
    () => repeat(() => JSON.parse(text)),
    () => repeat(() => expectVerdict(enforce("shop", event.name, event.props) !== null, isWrong)),
    rounds,
  );
  return {
    name,
    value: ratio,
    unit: "x",
    goal: isWrong ? 1.5 : 0.5,
    against: `JSON.parse of an event of ${text.length} B; subject: judging it by the shop's plan`,
    note: `${((subjectMs * 1000) / roundEvents).toFixed(2)} us an event`,
  };
}

function repeat(work: () => unknown): void {
  for (let i = 0; i < roundEvents; i++) work();
}

function expectVerdict(came: boolean, expected: boolean): void {
  if (came !== expected) throw new Error(`expected ${expected ? "a" : "no"} verdict, got the other`);
}

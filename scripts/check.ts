// npm test: everything that must hold. Runs all steps, whatever fails, and ends with `N passed, N failed`.
//
//   npm test                     every step
//   npm test -- --full           long tests and other browsers too
//   npm test -- --only unit      one step, and what it needs

import { readCheckOptions } from "./check-options.ts";
import { type Step, toSteps } from "./check-steps.ts";

let steps: Step[];
try {
  const names = toSteps(false).map(({ name }) => name);
  const { full, only } = readCheckOptions(process.argv.slice(2), names);
  const all = toSteps(full);
  steps = only ? withNeeds(all, only) : all.filter(({ onlyFull }) => full || !onlyFull);
} catch (error) {
  console.error(`npm test: ${(error as Error).message}\nUsage: npm test [-- [--full] [--only <step>]]`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
/** Steps that failed or were not run. */
const missing = new Set<string>();
/** Steps that somebody wished to be left out. */
const skipped: string[] = [];

for (const step of steps) {
  const unmet = step.needs?.find((need) => missing.has(need));
  if (unmet) {
    missing.add(step.name);
    console.log(`not run  ${step.name}: it needs ${unmet}`);
    continue;
  }
  await runStep(step);
}

if (skipped.length > 0) console.log(`SKIPPED: ${skipped.join(", ")}, and what needs it`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function runStep({ name, run }: Step): Promise<void> {
  const startedAt = performance.now();
  const result = await run();
  const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);
  passed += result.passed;
  failed += result.failed;
  if (result.skipped) {
    missing.add(name);
    skipped.push(name);
    console.log(`SKIPPED: ${name}: ${result.skipped}`);
  } else if (result.failed > 0) {
    missing.add(name);
    console.log(`FAILED ${seconds}  ${name}\n${result.output.trimEnd()}\n`);
  } else {
    console.log(`passed ${seconds}  ${name}${result.note ? `: ${result.note}` : ""}`);
  }
}

/** One step and, before it, what it needs. */
function withNeeds(all: Step[], name: string): Step[] {
  const wanted = new Set([name]);
  // A step only needs earlier ones.
  for (const step of all.toReversed()) {
    if (wanted.has(step.name)) for (const need of step.needs ?? []) wanted.add(need);
  }
  return all.filter((step) => wanted.has(step.name));
}

// The tracking plan's way into the collector's bundle: checked at build time, so that a Lambda never reads a wrong one.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "esbuild";
import { compilePlan } from "../plan/src/compile-plan.ts";
import { readPlanFile } from "../plan/src/plan-files.ts";
import { defaultPlanFile } from "../plan/src/read-command.ts";

/**
 * The plan's file: what `RIACHO_PLAN` names, else `tracking-plan.json` in the repository, else null.
 *
 * @throws Error where RIACHO_PLAN names no file: a plan that is not enforced after all would be noticed too late
 */
export function findPlanFile(env: Record<string, string | undefined>): string | null {
  const named = env.RIACHO_PLAN;
  if (!named) return existsSync(defaultPlanFile) ? defaultPlanFile : null;
  if (existsSync(named)) return named;
  throw new Error(`RIACHO_PLAN: expected the file of a tracking plan, got "${named}", which is none`);
}

/**
 * Puts the compiled plan in the place of `collector/src/tracking-plan.ts`, which has none.
 *
 * @param file null leaves that file as it is
 * @throws Error that names the file, and all that is wrong with it
 */
export function planPlugin(file: string | null): Plugin {
  if (file === null) return { name: "tracking-plan", setup() {} };
  const compiled = JSON.stringify(compilePlan(readPlanFile(file)));
  // As text and not as code: JSON.parse is the faster reader, and `__proto__` is a name like any other to it.
  const contents = `import { createEnforce } from ${JSON.stringify(resolve("plan/src/enforce.ts"))};
export const enforce = createEnforce(JSON.parse(${JSON.stringify(compiled)}));`;
  return {
    name: "tracking-plan",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]collector[\\/]src[\\/]tracking-plan\.ts$/ }, () => ({ contents, loader: "ts" }));
    },
  };
}

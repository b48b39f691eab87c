// The steps of `npm test`, in order.

import { readFileSync, rmSync } from "node:fs";
import { type BrowserName, excuse, readSkippedBrowsers } from "./choose-browser.ts";
import { excuseLambdaNode, findLambdaNode } from "./find-lambda-node.ts";
import { inOwnTempFolder } from "./own-temp-folder.ts";
import { findBrowser, provideBrowser } from "./provide-browser.ts";
import { checkDir, runCommand } from "./run-command.ts";
import { type Counts, judge, readPlaywrightCounts, readVitestCounts } from "./test-counts.ts";

export interface Result {
  passed: number;
  failed: number;
  /** Said beside the name of a step that passed. */
  note?: string;
  /** Why it was left out, and with it what needs it: by somebody's wish alone. */
  skipped?: string;
  /** Shown where it failed. */
  output: string;
}

export interface Step {
  name: string;
  /** Steps without which this one could only fail. */
  needs?: string[];
  /** Runs with `--full`, or where it is asked for by its name. */
  onlyFull?: boolean;
  run(): Promise<Result>;
}

/** Are the types right, for everybody who can import the package. The scripts are for pages and have none. */
const attw = [
  "attw",
  "--pack",
  "sdk",
  "--profile",
  "esm-only",
  "--exclude-entrypoints",
  "riacho.js",
  "riacho-debug.js",
];

/** @param full with the long tests of each step */
export function toSteps(full: boolean): Step[] {
  return [
    command("lint", ["biome", "check", "--error-on-warnings"]),
    command("dead-code", ["knip"]),
    command("build", ["tsx", "scripts/build.ts"]),
    command("declarations", ["tsx", "scripts/build-types.ts"]),
    // The examples know the SDK as applications do, by its declarations.
    { ...command("types", ["tsc", "-b"]), needs: ["declarations"] },
    { ...command("publint", ["publint", "--strict", "sdk"]), needs: ["build", "declarations"] },
    { ...command("attw", attw), needs: ["build", "declarations"] },
    { ...lambdaNode(), onlyFull: true },
    { ...unitTests(full), needs: ["build", "declarations"] },
    { ...command("fuzz", ["tsx", "scripts/fuzz.ts", "--seconds", "60"]), onlyFull: true },
    // With the steps types and unit, which hold the CDK app's as well, this is `npm run infra:check`.
    { ...command("synth", ["npm", "run", "synth", "-w", "infra"]), needs: ["build"] },
    { name: "chromium", run: async () => provide("chromium") },
    { ...browserTests("chromium", full), name: "browser-tests", needs: ["build", "chromium"] },
    { name: "firefox", run: async () => provide("firefox"), onlyFull: true },
    { ...browserTests("firefox", true), needs: ["build", "firefox"], onlyFull: true },
    { name: "webkit", run: async () => provide("webkit"), onlyFull: true },
    { ...browserTests("webkit", true), needs: ["build", "webkit"], onlyFull: true },
  ];
}

function command(name: string, words: string[]): Step {
  return {
    name,
    async run() {
      const { code, output } = await runCommand(name, words);
      return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
    },
  };
}

/** On it the unit tests run the collector too, where it is there: they do not need it. */
function lambdaNode(): Step {
  const install = command("lambda-node", ["tsx", "scripts/lambda-node.ts"]);
  return {
    name: install.name,
    async run() {
      const { platform, arch, env } = process;
      const excuse = excuseLambdaNode({ platform, arch, noInstall: env.RIACHO_NO_INSTALL });
      if (!excuse) return install.run();
      const note = findLambdaNode();
      return note
        ? { passed: 1, failed: 0, note, output: "" }
        : { passed: 0, failed: 0, skipped: excuse, output: "" };
    },
  };
}

function unitTests(full: boolean): Step {
  const report = `${checkDir}/vitest.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const words = ["vitest", "run", "--allowOnly=false", ...reporters];
  return tests("unit", words, report, readVitestCounts, { RIACHO_FULL: full ? "1" : "" });
}

/** Each browser alone: two at once would be slow in ways that no visitor's browser is. */
function browserTests(name: BrowserName, full: boolean): Step {
  const report = `${checkDir}/${name}.json`;
  const words = ["playwright", "test", `--project=${name}`, "--forbid-only", "--reporter=dot,json"];
  const env = {
    RIACHO_FULL: full ? "1" : "",
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    // Playwright sets FORCE_COLOR in its workers, and beside NO_COLOR each would warn of the contradiction.
    NO_COLOR: undefined,
    FORCE_COLOR: "0",
  };
  return tests(`${name}-tests`, words, report, readPlaywrightCounts, env);
}

/** On Node 20 each process that loads the AWS client warns of its own end of support, in ten lines. */
const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

function tests(
  name: string,
  words: string[],
  report: string,
  readCounts: (report: string) => Counts,
  env: NodeJS.ProcessEnv,
): Step {
  return {
    name,
    async run() {
      // Else the report of an earlier run would be counted where this one writes none.
      rmSync(report, { force: true });
      const { result, left } = await inOwnTempFolder((temp) =>
        runCommand(name, words, { ...env, ...quiet, ...temp }),
      );
      const { passed, failed, skipped } = judge(attemptCounts(report, readCounts), result.code);
      const note = `${passed} passed${skipped ? `, ${skipped} skipped` : ""}`;
      const faults = [
        ...(passed ? [] : ["No test passed."]),
        ...(left.length ? [`Left in the temporary folder: ${left.join(", ")}`] : []),
      ];
      const output = [result.output, ...faults].join("\n");
      return { passed, failed: failed + (left.length ? 1 : 0), note, output };
    },
  };
}

function attemptCounts(report: string, readCounts: (report: string) => Counts): Counts {
  try {
    return readCounts(readFileSync(report, "utf8"));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function provide(name: BrowserName): Result {
  try {
    const { RIACHO_SKIP_BROWSERS, RIACHO_NO_INSTALL } = process.env;
    const skipped = readSkippedBrowsers(RIACHO_SKIP_BROWSERS).includes(name)
      ? "RIACHO_SKIP_BROWSERS says so"
      : findBrowser(name) === null && excuse(name, RIACHO_NO_INSTALL);
    if (skipped) return { passed: 0, failed: 0, skipped, output: "" };
    return { passed: 1, failed: 0, note: Object.values(provideBrowser(name)).join(", "), output: "" };
  } catch (error) {
    return { passed: 0, failed: 1, output: (error as Error).message };
  }
}

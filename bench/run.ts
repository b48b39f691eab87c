// npm run bench: yardsticks. Each is a ratio to a floor or a peer measured in the same run, since absolute times say
// more about the machine and its neighbours than about the code.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Benchmark, Figure } from "./benchmark.ts";
import { collectBenchmark } from "./collect.ts";
import { collectorPutBenchmark } from "./collector-put.ts";
import { collectorStartBenchmark } from "./collector-start.ts";
import { toPeersTable } from "./peers-table.ts";
import { pipelineBenchmark } from "./pipeline.ts";
import { planBenchmark } from "./plan.ts";
import { queryBenchmark } from "./query.ts";
import { sdkAddBenchmark } from "./sdk-add.ts";
import { sdkBytesBenchmark } from "./sdk-bytes.ts";
import { sdkPageBenchmark } from "./sdk-page.ts";
import { toTable } from "./table.ts";

const benchmarks: readonly Benchmark[] = [
  collectBenchmark,
  collectorPutBenchmark,
  collectorStartBenchmark,
  pipelineBenchmark,
  planBenchmark,
  queryBenchmark,
  sdkAddBenchmark,
  sdkBytesBenchmark,
  sdkPageBenchmark,
];

const usage = `Usage: npm run bench -- [options]

Measures ratios and prints them in one table. Takes some minutes; another program's load makes it less exact.

  --only <name>   ${benchmarks.map(({ name }) => name).join(", ")} (may be repeated)
  --json          print the figures as JSON
  --help          print this
`;

type Command =
  | { kind: "run"; chosen: readonly Benchmark[]; json: boolean }
  | { kind: "help" }
  | { kind: "wrong"; message: string };

function readCommand(args: string[]): Command {
  try {
    const { values } = parseArgs({
      args,
      options: {
        only: { type: "string", multiple: true },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    return { kind: "run", chosen: values.only?.map(find) ?? benchmarks, json: values.json };
  } catch (error) {
    return { kind: "wrong", message: (error as Error).message };
  }
}

function find(name: string): Benchmark {
  const found = benchmarks.find((one) => one.name === name);
  if (found) return found;
  throw new Error(`--only: expected one of ${benchmarks.map((one) => one.name).join(", ")}, got "${name}"`);
}

async function measure({ chosen, json }: Extract<Command, { kind: "run" }>): Promise<void> {
  // What is measured is what the sources say now.
  execFileSync(process.execPath, ["--import", "tsx", "scripts/build.ts"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const figures: Figure[] = [];
  for (const { name, run } of chosen) {
    if (process.stderr.isTTY) process.stderr.write(`${name}...\n`);
    figures.push(...(await run()));
  }
  process.stdout.write(
    json ? `${JSON.stringify(figures, null, 2)}\n` : `${toTable(figures)}${toPeersTable(figures)}`,
  );
}

async function run(command: Command): Promise<number> {
  if (command.kind === "run") {
    await measure(command);
    return 0;
  }
  if (command.kind === "help") {
    process.stdout.write(usage);
    return 0;
  }
  process.stderr.write(`${command.message}\n\n${usage}`);
  return 2;
}

process.exitCode = await run(readCommand(process.argv.slice(2)));

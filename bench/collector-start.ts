// What a cold start costs: the deployed bundle loads and answers its first batch, in a process of its own.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { openStream } from "../local/src/stream/stream.ts";
import { serveStream } from "../local/src/stream/wire.ts";
import { findLambdaNode } from "../scripts/find-lambda-node.ts";
import type { Benchmark, Figure } from "./benchmark.ts";
import { collectorSettings } from "./collector-settings.ts";
import { median } from "./median.ts";
import { withTempDir } from "./temp-dir.ts";

const run = promisify(execFile);
const bundle = fileURLToPath(new URL("../collector/dist/handler.mjs", import.meta.url));
const firstBatch = fileURLToPath(new URL("collector-start-child.mjs", import.meta.url));
/** As near to `node -e 0` as a process can be that tells its own processor time, the start of Node included. */
const bare = "process.stdout.write(JSON.stringify(process.cpuUsage()))";
const rounds = 9;

export const collectorStartBenchmark: Benchmark = {
  name: "collector-start",
  run: () =>
    withTempDir(async (dir) => {
      const stream = await openStream({ dir: join(dir, "stream"), name: "bench" });
      const server = await serveStream(stream);
      try {
        const bytes = readFileSync(bundle);
        const env = { ...collectorSettings, AWS_ENDPOINT_URL_KINESIS: server.url };
        const figures = [await toFigure("collector-start", process.execPath, env)];
        const lambdaNode = findLambdaNode();
        if (lambdaNode) {
          figures.push(await toFigure("collector-start-24", lambdaNode, env));
          // As if the package held what an earlier run of the same Node had compiled.
          const cached = { ...env, NODE_COMPILE_CACHE: join(dir, "compiled") };
          figures.push(await toFigure("collector-start-24-cached", lambdaNode, cached));
        }
        return [
          ...figures,
          {
            name: "collector-start-bytes",
            value: bytes.length,
            unit: "B",
            goal: 150_000,
            against: "the bundle, minified",
            note: `${brotliCompressSync(bytes).length} B brotli`,
          },
        ];
      } finally {
        await server.stop();
        await stream.stop();
      }
    }),
};

type Env = Readonly<Record<string, string>>;

/** @param node the binary: this one, or the one that is deployed, which `npm run lambda-node` installs */
async function toFigure(name: string, node: string, env: Env): Promise<Figure> {
  const { ratio, coldMs } = await measure(node, env);
  const cache = "NODE_COMPILE_CACHE" in env ? ", with Node's compile cache" : "";
  return {
    name,
    value: ratio,
    unit: "x",
    goal: 3,
    against: `processor time of bare node -e 0; subject: load the bundle, first batch stored on loopback${cache}`,
    note: `${coldMs.toFixed(0)} ms`,
  };
}

async function measure(node: string, env: Env): Promise<{ ratio: number; coldMs: number }> {
  const cold: number[] = [];
  const ratios: number[] = [];
  await cpuMsOf(node, [firstBatch, bundle], env); // brings the files into the system's memory
  for (let round = 0; round < rounds; round++) {
    const base = await cpuMsOf(node, ["-e", bare], env);
    const ms = await cpuMsOf(node, [firstBatch, bundle], env);
    cold.push(ms);
    ratios.push(ms / base);
  }
  return { ratio: median(ratios), coldMs: median(cold) };
}

async function cpuMsOf(node: string, args: string[], env: Env): Promise<number> {
  const { stdout } = await run(node, args, { env });
  const { user, system } = JSON.parse(stdout);
  return (user + system) / 1000;
}

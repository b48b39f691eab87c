// npm start: the whole pipeline until Ctrl-C.

import { resolve } from "node:path";
import { type Pipeline, startPipeline } from "./pipeline.ts";
import { toPrintable } from "./printable.ts";
import { defaultDataDir, readStartOptions, type StartOptions, startHelp } from "./start-options.ts";

function fail(message: string, exitCode: number): never {
  console.error(message);
  process.exit(exitCode);
}

function readOptions(): StartOptions {
  try {
    return readStartOptions(process.argv.slice(2), process.env);
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${startHelp}`, 2);
  }
}

function explain(error: NodeJS.ErrnoException, { port }: StartOptions): string {
  if (error.code !== "EADDRINUSE") return `Riacho could not start: ${error.message}`;
  return `Port ${port} is taken by another program. Stop that, or choose another port: npm start -- --port ${port + 1}`;
}

function announce({ url }: Pipeline, { dataDir }: StartOptions): void {
  const isDefault = dataDir === resolve(defaultDataDir);
  const data = isDefault
    ? `${defaultDataDir}/ (npm run reset deletes it)`
    : `${dataDir} (npm run reset -- --data-dir ${dataDir} deletes it)`;
  console.log(`
  Riacho is running.

    Live page   ${url}/
    Shop        ${url}/shop/
    Collector   ${url}/v1/events?app=shop
    Data        ${data}
    Stop        Ctrl-C
`);
}

// The AWS client's warning about Node 20 is for those who deploy; it reads this when a client is made.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const options = readOptions();
if (options.help) {
  console.log(startHelp);
  process.exit(0);
}

// It may quote what came over HTTP.
const log = (message: string) => console.error(toPrintable(message));
const pipeline = await startPipeline({ ...options, log }).catch((error) => fail(explain(error, options), 1));

/** One Ctrl-C comes twice: the terminal gives it to the whole group, and npm hands it on once more. */
const sameSignalMs = 500;
let stoppingAt: number | null = null;

async function stop(): Promise<void> {
  stoppingAt = performance.now();
  await pipeline.stop();
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stoppingAt === null) stop();
    // A second Ctrl-C does not wait. What was accepted is in the stream all the same.
    else if (performance.now() - stoppingAt > sameSignalMs) process.exit(130);
  });
}
announce(pipeline, options); // last: who reads it may send a signal at once

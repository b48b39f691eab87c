// npm start: the whole pipeline until Ctrl-C.

import { relative } from "node:path";
import { type Pipeline, startPipeline } from "./pipeline.ts";
import { readStartOptions, type StartOptions, startHelp } from "./start-options.ts";

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
  console.log(`
  Riacho is running.

    Live page   ${url}/
    Shop        ${url}/shop/
    Collector   ${url}/v1/events?app=shop
    Data        ${relative(process.cwd(), dataDir) || "."}/ (npm run reset deletes it)
    Stop        Ctrl-C
`);
}

const options = readOptions();
if (options.help) {
  console.log(startHelp);
  process.exit(0);
}

const pipeline = await startPipeline({ ...options, log: (message) => console.error(message) }).catch(
  (error) => fail(explain(error, options), 1),
);
announce(pipeline, options);

let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    // A second Ctrl-C does not wait. What was accepted is in the stream all the same.
    if (isStopping) process.exit(130);
    isStopping = true;
    await pipeline.stop();
    process.exit(0);
  });
}

// npm run simulate: fills a running pipeline with made-up visitors. The only file of the simulation that touches the
// process; its parts are in simulation/.

import { help } from "./simulation/help.ts";
import { drawHistory } from "./simulation/history.ts";
import { type Options, readOptions } from "./simulation/options.ts";
import { createProgress } from "./simulation/progress.ts";
import { readUnreachable } from "./simulation/reach.ts";
import { createSend } from "./simulation/send.ts";
import { type SendEnd, sendHistory } from "./simulation/send-history.ts";
import { sendNowhere } from "./simulation/send-nowhere.ts";
import { toSummary } from "./simulation/summary.ts";
import { wait } from "./simulation/wait.ts";

/** Enough to sit out a restart of the pipeline: about 20 to 40 seconds by backoff alone. */
const triesMax = 10;

const read = readOptions(process.argv.slice(2), process.env, Date.now());
switch (read.kind) {
  case "help":
    process.stdout.write(help);
    break;
  case "wrong":
    process.stderr.write(`${read.problems.join("\n")}\nSee npm run simulate -- --help\n`);
    process.exitCode = 2;
    break;
  case "run":
    process.exitCode = await run(read.options);
}

/** Gives the exit code. */
async function run(options: Options): Promise<number> {
  const { origin, isDryRun } = options;
  const unreachable = isDryRun ? null : await readUnreachable(new URL(origin));
  if (unreachable) {
    process.stderr.write(
      `Nothing listens at ${origin} (${unreachable}). Run npm start in another terminal first, or name the pipeline with --url.\n`,
    );
    return 1;
  }
  const stop = new AbortController();
  // Once: a second Ctrl-C ends the process at once, as it does everywhere.
  process.once("SIGINT", () => stop.abort());

  const startedAt = performance.now();
  const progress = createProgress(options.visitors, process.stderr);
  const { tally, end } = await sendHistory(drawHistory(options), {
    send: isDryRun ? sendNowhere : createSend(options),
    concurrency: options.concurrency,
    triesMax,
    random: Math.random,
    wait: (ms) => wait(ms, stop.signal),
    stop,
    onProgress: progress.update,
  });
  progress.stop();
  process.stdout.write(`${toSummary(tally, (performance.now() - startedAt) / 1000)}\n`);
  return conclude(end, options);
}

function conclude(end: SendEnd, { origin, isDryRun }: Options): number {
  switch (end.kind) {
    case "finished":
      process.stdout.write(isDryRun ? "Nothing was sent: a dry run.\n" : `See it at ${origin}/\n`);
      return 0;
    case "stopped":
      process.stdout.write(`Stopped before the end. What was sent is at ${origin}/\n`);
      return 130; // 128 + SIGINT, as shells have it
    case "given_up":
      process.stderr.write(`Gave up on sending to ${origin}: ${end.cause}\n`);
      return 1;
  }
}

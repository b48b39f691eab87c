// Hostile requests for as long as one likes: `npm run fuzz -- --seconds 3600`.

import { parseArgs } from "node:util";
import fc from "fast-check";
import { collect } from "../collector/src/collect.ts";
import { holdAnswer, request } from "../collector/test/hostile.ts";

const help = `npm run fuzz -- [options]

  --seconds <number>  how long (default 60)
  --seed <number>     begins as an earlier run did, to see its failure again
`;

/** One round, between two lines of the report, in milliseconds. */
const roundMs = 10_000;

function readOptions(): { seconds: number; seed: number } | null {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: "string", default: "60" },
        seed: { type: "string" },
        help: { type: "boolean" },
      },
    });
    const [seconds, seed] = [Number(values.seconds), Number(values.seed ?? Date.now() % 2 ** 31)];
    if (!(seconds > 0) || !Number.isInteger(seed)) {
      throw new Error(`expected --seconds above 0 and a whole --seed, got ${JSON.stringify(values)}`);
    }
    return values.help ? null : { seconds, seed };
  } catch (error) {
    console.error(`${(error as Error).message}\n`);
    process.exitCode = 2;
    return null;
  }
}

function fuzz({ seconds, seed }: { seconds: number; seed: number }): void {
  const end = Date.now() + seconds * 1000;
  let requests = 0;
  for (let round = seed; Date.now() < end; round++) {
    const result = fc.check(
      fc.property(request, (given) => {
        requests++;
        holdAnswer(collect, given);
      }),
      {
        seed: round,
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: Math.min(roundMs, end - Date.now()),
        markInterruptAsFailure: false,
      },
    );
    if (result.failed) {
      console.error(`after ${requests} requests, with --seed ${round}:\n${fc.defaultReportMessage(result)}`);
      process.exitCode = 1;
      return;
    }
    console.log(`${requests} requests, none that was answered wrongly (seed ${round})`);
  }
}

const options = readOptions();
if (options) fuzz(options);
else console.log(help);

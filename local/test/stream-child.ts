// Run as a process of its own, to be killed: appends under load and writes one line per answered record.
//
//   node --import tsx stream-child.ts <folder> <answered|early>
//
// `early` plants the mistake of answering before the record is stored.

import { writeSync } from "node:fs";
import { openStream } from "../src/stream/stream.ts";

const [dir = "", when] = process.argv.slice(2);
const stream = await openStream({ dir, name: "clicks", shards: 2, segmentBytes: 200_000 });
const padding = "x".repeat(2_000);

/** Written at once and not by `console.log`, whose lines may die with the process. */
const answer = (text: string, number: string) => writeSync(1, `${text} ${number}\n`);

async function append(worker: number): Promise<never> {
  for (let n = 0; ; n++) {
    const text = `${process.pid}-${worker}-${n}`;
    if (when === "early") answer(text, "early");
    // A key for each worker: its records share a shard, so that their order can be checked.
    const partitionKey = `worker ${worker}`;
    const [placed] = await stream.put([{ partitionKey, data: Buffer.from(`${text} ${padding}`) }]);
    if (when !== "early" && placed?.status === "stored") answer(text, placed.sequenceNumber);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, worker) => append(worker)));

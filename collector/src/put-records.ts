// Puts a request's records into the stream, and again what the stream refused, until all is stored or time is up.

import { randomUUID } from "node:crypto";
import type { CallAws } from "./call-aws.ts";
import { judgePut } from "./judge-put.ts";
import { nextRetryDelay, nextTryMs } from "./retry-delay.ts";

/** Only `stored` may be answered with 200. After any other, some of the records may be stored: sending all again is safe. */
export type PutOutcome =
  | { kind: "stored" }
  /** Time is up: throttled, failing, out of reach. `stored`: how many of the records the stream told us it has. */
  | { kind: "unavailable"; cause: string; tries: number; stored: number }
  /** Not worth another try: a permission, a name or our code is wrong. */
  | { kind: "refused"; code: string; message: string; tries: number }
  /** The stream was dead for others just now and was not asked. */
  | { kind: "untried"; retryMs: number };

export type PutRecords = (records: readonly Uint8Array[]) => Promise<PutOutcome>;

export interface PutParts {
  /** To Kinesis. */
  call: CallAws;
  streamName: string;
  /** Our clock, in milliseconds. */
  now(): number;
  /** From 0 up to 1, for the jitter. */
  random(): number;
  /** Kept after so many milliseconds. */
  sleep(ms: number): Promise<unknown>;
}

/** Makes the putting of whole requests. Each is alone: nothing is remembered between them. */
export function createPutRecords({ call, streamName, now, random, sleep }: PutParts): PutRecords {
  return async (records) => {
    const startedAt = now();
    let left = records;
    for (let tries = 1; ; tries++) {
      const input = { StreamName: streamName, Records: left.map(toEntry) };
      const judged = judgePut(await call("PutRecords", input, nextTryMs(now() - startedAt)), left.length);
      if (judged.kind === "refused") return { ...judged, tries };
      const { unstored, cause } = judged;
      left = left.filter((_, position) => unstored.includes(position));
      if (left.length === 0) return { kind: "stored" };
      const delay = nextRetryDelay(tries, now() - startedAt, random());
      if (delay === null) {
        return { kind: "unavailable", cause, tries, stored: records.length - left.length };
      }
      await sleep(delay);
    }
  };
}

/** A random key a try: nothing downstream needs an order, and the next try may find a shard that has room. */
function toEntry(record: Uint8Array): { Data: string; PartitionKey: string } {
  return { Data: Buffer.from(record).toString("base64"), PartitionKey: randomUUID() };
}

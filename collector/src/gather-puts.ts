// One call to the stream for requests that come at the same time: in a process that serves many at once, a record of one
// request's few events would cost as much as a full one.

import { recordBytesMax } from "@riacho/contract/limits";
import type { PutOutcome, PutRecords } from "./put-records.ts";

interface Waiting {
  records: readonly Uint8Array[];
  resolve(outcome: PutOutcome): void;
}

/**
 * Gathers the records of concurrent requests, and puts them together, packed into as few records as their limit allows:
 * records hold whole lines, so some in a row are one record too.
 *
 * All that was gathered has one outcome. Where the stream did not take it, each request is sent again by its client, with
 * the same ids: what was stored of it is there twice in `rows`, once in `events`.
 *
 * @param waitMs how long the first of them waits for others, in milliseconds
 * @param bytesMax gathered bytes that are put without waiting longer. Default: as much as one record holds
 * @example await startCollector(process.env, (put) => gatherPuts(put, 10))
 */
export function gatherPuts(put: PutRecords, waitMs: number, bytesMax = recordBytesMax): PutRecords {
  let waiting: Waiting[] = [];
  let bytes = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function putGathered(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const gathered = waiting;
    waiting = [];
    bytes = 0;
    const outcome = await attempt(put, pack(gathered.flatMap(({ records }) => records)));
    for (const { resolve } of gathered) resolve(outcome);
  }

  return (records) =>
    new Promise((resolve) => {
      waiting.push({ records, resolve });
      for (const { length } of records) bytes += length;
      if (bytes >= bytesMax) void putGathered();
      else timer ??= setTimeout(putGathered, waitMs);
    });
}

/** Nobody may be left waiting, whatever happens behind. */
async function attempt(put: PutRecords, records: readonly Uint8Array[]): Promise<PutOutcome> {
  try {
    return await put(records);
  } catch (error) {
    return { kind: "unavailable", cause: String(error), tries: 1, stored: 0 };
  }
}

/** As few records as hold these, in their order. */
export function pack(records: readonly Uint8Array[], bytesMax = recordBytesMax): Uint8Array[] {
  const packed: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for (const record of records) {
    if (bytes + record.length > bytesMax && parts.length > 0) {
      packed.push(Buffer.concat(parts));
      parts = [];
      bytes = 0;
    }
    parts.push(record);
    bytes += record.length;
  }
  if (parts.length > 0) packed.push(Buffer.concat(parts));
  return packed;
}

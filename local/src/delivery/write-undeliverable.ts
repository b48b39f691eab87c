import { writeFile } from "node:fs/promises";
import type { UndeliverableRecord } from "./stream-record.ts";
import { writeDurably } from "./write-durably.ts";

/**
 * Writes records that no row can be made of, one JSON object per line, under Firehose's names for the same facts:
 * what replays them there replays them here.
 */
export async function writeUndeliverable(
  path: string,
  records: readonly UndeliverableRecord[],
): Promise<void> {
  const lines = records.map((record) => `${JSON.stringify(toErrorLine(record))}\n`);
  await writeDurably(path, (unfinished) => writeFile(unfinished, lines));
}

function toErrorLine({ shardId, sequenceNumber, arrivedAt, data, reason }: UndeliverableRecord) {
  return {
    arrivalTimestamp: arrivedAt,
    lastErrorCode: "DataFormatConversion.InvalidSchema",
    lastErrorMessage: reason,
    rawData: Buffer.from(data).toString("base64"),
    shardId,
    sequenceNumber,
  };
}

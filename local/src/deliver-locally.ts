// Delivery between our own stream and our own page: rows are shown when they are read, and the stream may forget what
// has become files.

import { setTimeout as sleep } from "node:timers/promises";
import { readCheckpoint } from "./delivery/checkpoint.ts";
import { startDelivery } from "./delivery/start-delivery.ts";
import type { Live } from "./server/live.ts";
import { readSequenceNumber } from "./stream/sequence-number.ts";
import type { Stream } from "./stream/stream.ts";

/** How long a stop waits for delivery to read the rest of the stream, in milliseconds. The next start reads what is left. */
const patienceMs = 2_000;

export interface LocalDeliveryParts {
  dataDir: string;
  stream: Stream;
  /** Where the stream is served. */
  endpoint: string;
  live: Pick<Live, "addRows" | "count">;
  /** Called when more rows can be queried. */
  onDelivered(): void;
  log(message: string): void;
}

/** Starts delivery. Its stop first waits for what the stream still holds, so that it is in files after it. */
export async function deliverLocally(parts: LocalDeliveryParts): Promise<() => Promise<void>> {
  const { dataDir, stream, endpoint, live, onDelivered, log } = parts;
  const readTo = await readPositions(dataDir, stream.name);
  const delivery = await startDelivery({
    dataDir,
    streamName: stream.name,
    endpoint,
    onRecords(rows, { shardId, sequenceNumber }) {
      readTo.set(shardId, sequenceNumber);
      live.addRows(rows);
    },
    onUndeliverable({ shardId, sequenceNumber }) {
      readTo.set(shardId, sequenceNumber);
      live.count("undeliverable");
    },
    onCheckpoint(positions) {
      onDelivered();
      const read = Object.entries(positions).map(([shard, { sequenceNumber }]) => [shard, sequenceNumber]);
      stream
        .trim(Object.fromEntries(read))
        .catch((error) => log(`the stream was not trimmed: ${error.message}`));
    },
    log,
  });
  return async () => {
    await untilRead(stream, readTo);
    await delivery.stop();
  };
}

/** How far each shard was delivered, by its id, as the last run left it. */
async function readPositions(dataDir: string, streamName: string): Promise<Map<string, string>> {
  // Delivery reads it too, and says what is wrong with it.
  const positions = await readCheckpoint(dataDir, streamName, () => {});
  return new Map(Object.entries(positions).map(([shard, { sequenceNumber }]) => [shard, sequenceNumber]));
}

async function untilRead({ shards }: Stream, readTo: ReadonlyMap<string, string>): Promise<void> {
  const isRead = ({ id, log }: Stream["shards"][number]) =>
    (readSequenceNumber(readTo.get(id) ?? "")?.ordinal ?? 0) >= log.next() - 1;
  const end = Date.now() + patienceMs;
  while (!shards.every(isRead) && Date.now() < end) await sleep(20);
}

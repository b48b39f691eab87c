import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { KinesisClient } from "@aws-sdk/client-kinesis";
import type { Row } from "@riacho/contract/columns";
import { type Positions, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { connectStream } from "./connect-stream.ts";
import { type DeliverSteps, deliver } from "./deliver.ts";
import { createFlusher } from "./flush.ts";
import { gather } from "./gather.ts";
import { toFileName, toPartition } from "./partition.ts";
import { readRows } from "./read-rows.ts";
import { readStream } from "./read-stream.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import type { StreamRecord, UndeliverableRecord } from "./stream-record.ts";
import { createParquetWriter, type ParquetWriter } from "./write-parquet.ts";
import { writeUndeliverable } from "./write-undeliverable.ts";

/** Where the stream is: a Kinesis-compatible endpoint, or a client of one, which the caller then ends. */
export type StreamSource = { endpoint: string } | { client: KinesisClient };

export type DeliveryOptions = StreamSource & DeliverySettings;

export interface DeliverySettings {
  /** The data folder: `rows/`, `errors/` and `checkpoint.json` are kept in it. One delivery at a time. */
  dataDir: string;
  streamName: string;
  /** How long a record waits for others before a file is written, in milliseconds. Default 1000. */
  flushMs?: number | undefined;
  /** How much is gathered before a file is written, whatever the time, in bytes. Default 5 MB. */
  flushBytes?: number | undefined;
  /** Least time between two reads of a shard, in milliseconds. Default 200. */
  pollMs?: number | undefined;
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** Called with each record's rows as soon as they are read, about `flushMs` before SQL sees them. */
  onRecords?: ((rows: Row[], record: StreamRecord) => void) | undefined;
  /** Called for each record that no row can be made of; it goes to `errors/`. */
  onUndeliverable?: ((record: UndeliverableRecord) => void) | undefined;
  /** Called when the checkpoint is on the disk. */
  onCheckpoint?: ((positions: Positions) => void) | undefined;
  /** Puts one of the steps in another's place. For tests of crashes. */
  steps?: ((steps: DeliverSteps) => DeliverSteps) | undefined;
  log: (message: string) => void;
}

export interface Delivery {
  /** Reads no more, writes what was read, and ends. */
  stop(): Promise<void>;
}

/** Firehose's smallest buffer hint with format conversion is 64 MB; here rows should be seen soon. */
const defaultFlushBytes = 5 * 1024 * 1024;

/**
 * Delivers a stream to Parquet files as Firehose would, at least once: from the checkpoint on, or from the oldest
 * record. It keeps going through errors of the stream and the disk, which it logs.
 *
 * @throws where the data folder cannot be read
 * @example
 * const delivery = await startDelivery({
 *   dataDir: ".riacho",
 *   streamName: "events",
 *   endpoint: "http://127.0.0.1:4567",
 *   log: console.error,
 * });
 * await delivery.stop();
 */
export async function startDelivery(options: DeliveryOptions): Promise<Delivery> {
  const { dataDir, streamName, log } = options;
  const { flushMs = 1_000, flushBytes = defaultFlushBytes, pollMs = 200, now = Date.now } = options;

  for (const path of await removeLeftovers(dataDir)) log(`removed ${path}, left unfinished by a crash`);
  const positions = await readCheckpoint(dataDir, streamName, log);
  const writer = await createParquetWriter();

  /** Who listens must not stop the delivery. */
  function listen(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      log(`a listener of the delivery failed: ${(error as Error).message}`);
    }
  }

  const ownSteps = createSteps(options, positions, writer, (reached) =>
    listen(() => options.onCheckpoint?.(reached)),
  );
  const steps = options.steps?.(ownSteps) ?? ownSteps;
  const stopping = new AbortController();
  const flusher = createFlusher({
    flushMs,
    bytesMax: flushBytes,
    deliver: (gathered) => deliver(gathered, steps),
    signal: stopping.signal,
    log,
  });
  const client = "client" in options ? options.client : connectStream(options.endpoint);

  async function onRecords(records: StreamRecord[], shardStart: string): Promise<void> {
    for (const record of records) {
      const read = readRows(record.data);
      if (read.ok) listen(() => options.onRecords?.(read.rows, record));
      else listen(() => options.onUndeliverable?.({ ...record, reason: read.reason }));
      await flusher.add((gathered) => gather(gathered, record, shardStart, read));
    }
  }

  const reading = readStream({ client, streamName, positions, pollMs, now, onRecords, log }, stopping.signal);

  async function end(): Promise<void> {
    stopping.abort();
    await reading;
    await flusher.flush();
    writer.close();
    if (!("client" in options)) client.destroy();
  }

  let ended: Promise<void> | undefined;
  return {
    stop() {
      ended ??= end();
      return ended;
    },
  };
}

function createSteps(
  { dataDir, streamName }: DeliverySettings,
  start: Positions,
  writer: ParquetWriter,
  onCheckpoint: (positions: Positions) => void,
): DeliverSteps {
  let positions = start;

  function toPath(folder: string, oldestArrivedAt: number, ending: string): string {
    const file = toFileName(oldestArrivedAt, randomUUID()) + ending;
    return join(dataDir, folder, toPartition(oldestArrivedAt), file);
  }

  return {
    writeRows: (rows, oldestArrivedAt) => writer.write(toPath("rows", oldestArrivedAt, ".parquet"), rows),
    writeUndeliverable(records) {
      // No spread: a flood of tiny records is more arguments than a call may have.
      const oldestArrivedAt = records.reduce(
        (oldest, { arrivedAt }) => Math.min(oldest, arrivedAt),
        Infinity,
      );
      return writeUndeliverable(toPath("errors", oldestArrivedAt, ".ndjson"), records);
    },
    async writeCheckpoint(moved) {
      positions = { ...positions, ...Object.fromEntries(moved) };
      await writeCheckpoint(dataDir, streamName, positions);
      onCheckpoint(positions);
    },
  };
}

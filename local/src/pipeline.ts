// The whole pipeline on one machine, put together.

import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { overview } from "@riacho/analytics/overview";
import { readCheckpoint } from "./delivery/checkpoint.ts";
import { startDelivery } from "./delivery/start-delivery.ts";
import { startLambda } from "./lambda/start-lambda.ts";
import { createDashboardFigures } from "./server/dashboard.ts";
import { createDoor, type Door } from "./server/door.ts";
import { createFaultSwitches } from "./server/faults.ts";
import { createLive } from "./server/live.ts";
import { serve } from "./server/serve.ts";
import { readSequenceNumber } from "./stream/sequence-number.ts";
import { openStream, type Stream } from "./stream/stream.ts";
import { serveStream } from "./stream/wire.ts";
import { openWarehouse } from "./warehouse/open-warehouse.ts";

const collectorBundle = fileURLToPath(new URL("../../collector/dist/handler.mjs", import.meta.url));
const streamName = "riacho";

/** How long a stop waits for delivery to read the rest of the stream, in milliseconds. The next start reads what is left. */
const patienceMs = 2_000;

export interface PipelineOptions {
  /** Port of the pages and the collector; 0 for a free one. */
  port: number;
  /** Where the stream, the rows and the checkpoint are kept. */
  dataDir: string;
  /** Apps that may send. */
  apps: readonly string[];
  /** Origins whose pages may send, beside the pipeline's own. */
  origins: readonly string[];
  log(message: string): void;
}

export interface Pipeline {
  /** Such as `http://localhost:8080`. */
  url: string;
  /** Stops everything, in the order in which events flow: nothing accepted is left behind. */
  stop(): Promise<void>;
}

/**
 * Starts everything in this process.
 *
 * @throws where the port is taken, or another process works on the data folder
 */
export async function startPipeline({
  port,
  dataDir,
  apps,
  origins,
  log,
}: PipelineOptions): Promise<Pipeline> {
  /** What was started, to be stopped the other way round. */
  const stops: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;
  function stop(): Promise<void> {
    stopped ??= stopAll(stops.reverse(), log);
    return stopped;
  }

  try {
    const live = createLive();
    const faults = createFaultSwitches();
    const warehouse = await openWarehouse({ dataDir });
    stops.push(warehouse.close);
    const figures = createDashboardFigures(overview, warehouse);

    const stream = await openStream({
      dir: join(dataDir, "stream"),
      name: streamName,
      onDamage: (damage) => log(`the stream's file is damaged: ${JSON.stringify(damage)}`),
    });
    stops.push(stream.stop);
    const streamServer = await serveStream(stream, {
      faults: faults.stream,
      onError: (error) => log(`the stream could not store: ${error}`),
    });
    stops.push(streamServer.stop);

    const readTo = await readPositions(dataDir);
    const delivery = await startDelivery({
      dataDir,
      streamName,
      endpoint: streamServer.url,
      onRecords(rows, { shardId, sequenceNumber }) {
        readTo.set(shardId, sequenceNumber);
        live.addRows(rows);
      },
      onUndeliverable({ shardId, sequenceNumber }) {
        readTo.set(shardId, sequenceNumber);
        live.count("undeliverable");
      },
      onCheckpoint(positions) {
        figures.markStale();
        const read = Object.entries(positions).map(([shard, { sequenceNumber }]) => [shard, sequenceNumber]);
        stream
          .trim(Object.fromEntries(read))
          .catch((error) => log(`the stream was not trimmed: ${error.message}`));
      },
      log,
    });
    stops.push(delivery.stop, () => untilRead(stream, readTo));

    // The collector must know its own origin before it is started, so the port is taken first; requests that are
    // early wait, as they do for a Lambda's cold start.
    let openDoor: (door: Door) => void = () => {};
    const door = new Promise<Door>((resolve) => {
      openDoor = resolve;
    });
    const served = await serve(port, {
      door: async (request, response) => (await door)(request, response),
      live,
      figures,
      faults,
      log,
    });
    stops.push(served.stop);
    const url = `http://localhost:${served.port}`;
    const ownOrigins = [url, `http://127.0.0.1:${served.port}`];
    const lambda = await startLambda(
      collectorBundle,
      toEnvironment(streamServer.url, apps, [...ownOrigins, ...origins]),
    );
    // Before the server in the list, and so stopped after it: requests under way are still answered.
    stops.splice(stops.indexOf(served.stop), 0, lambda.stop);
    openDoor(
      createDoor({
        lambda,
        nextFault: faults.nextDoorFault,
        onAnswer({ status }, { headers }) {
          live.count("requests");
          if (status === 403)
            log(`refused a request of origin ${headers.origin ?? "(none)"}: see --origin and --app`);
        },
        log,
      }),
    );
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each in turn, whatever becomes of the others: else the folder would stay locked. */
async function stopAll(
  stops: readonly (() => Promise<void>)[],
  log: (message: string) => void,
): Promise<void> {
  for (const stop of stops)
    await stop().catch((error) => log(`something did not stop cleanly: ${error.message}`));
}

/** How far each shard was delivered, by its id, as the last run left it. */
async function readPositions(dataDir: string): Promise<Map<string, string>> {
  // Delivery reads it too, and says what is wrong with it.
  const positions = await readCheckpoint(dataDir, streamName, () => {});
  return new Map(Object.entries(positions).map(([shard, { sequenceNumber }]) => [shard, sequenceNumber]));
}

/** Waits until delivery has read all that the stream holds, so that what was answered for is in files after a stop. */
async function untilRead({ shards }: Stream, readTo: ReadonlyMap<string, string>): Promise<void> {
  const isRead = ({ id, log }: Stream["shards"][number]) =>
    (readSequenceNumber(readTo.get(id) ?? "")?.ordinal ?? 0) >= log.next() - 1;
  const end = Date.now() + patienceMs;
  while (!shards.every(isRead) && Date.now() < end) await sleep(20);
}

/** The Lambda's environment: what its template sets, and what AWS would, pointing at this machine. */
function toEnvironment(
  streamUrl: string,
  apps: readonly string[],
  origins: string[],
): Record<string, string> {
  return {
    RIACHO_STREAM: streamName,
    RIACHO_APPS: JSON.stringify(Object.fromEntries(apps.map((app) => [app, { origins }]))),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_KINESIS: streamUrl,
    // On AWS the function has its own, newer Node; here it has whatever runs this.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

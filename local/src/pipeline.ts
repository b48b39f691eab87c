// The whole pipeline on one machine, put together.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { overview } from "@riacho/analytics/overview";
import { startDelivery } from "./delivery/start-delivery.ts";
import { startLambda } from "./lambda/start-lambda.ts";
import { createDashboardFigures } from "./server/dashboard.ts";
import { createDoor } from "./server/door.ts";
import { createFaultSwitches } from "./server/faults.ts";
import { createLive } from "./server/live.ts";
import { serve } from "./server/serve.ts";
import { openStream } from "./stream/stream.ts";
import { serveStream } from "./stream/wire.ts";
import { openWarehouse } from "./warehouse/open-warehouse.ts";

const collectorBundle = fileURLToPath(new URL("../../collector/dist/handler.mjs", import.meta.url));
const streamName = "riacho";

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
  async function stop(): Promise<void> {
    for (const end of stops.splice(0).reverse()) await end();
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

    const delivery = await startDelivery({
      dataDir,
      streamName,
      endpoint: streamServer.url,
      onRecords: live.addRows,
      onUndeliverable: () => live.count("undeliverable"),
      onCheckpoint(positions) {
        figures.markStale();
        const read = Object.entries(positions).map(([shard, { sequenceNumber }]) => [shard, sequenceNumber]);
        stream.trim(Object.fromEntries(read)).catch((error) => log(`the stream was not trimmed: ${error.message}`));
      },
      log,
    });
    stops.push(delivery.stop);

    // The collector must know its own origin before it is started: the port is taken first.
    let door: ReturnType<typeof createDoor> | undefined;
    const served = await serve(port, {
      door: (request, response) => door?.(request, response),
      live,
      figures,
      faults,
      log,
    });
    const url = `http://localhost:${served.port}`;
    const ownOrigins = [url, `http://127.0.0.1:${served.port}`];
    const lambda = await startLambda(
      collectorBundle,
      toEnvironment(streamServer.url, apps, [...ownOrigins, ...origins]),
    );
    stops.push(lambda.stop, served.stop);
    door = createDoor({
      lambda,
      nextFault: faults.nextDoorFault,
      onAnswer({ status }, { headers }) {
        live.count("requests");
        if (status === 403)
          log(`refused a request of origin ${headers.origin ?? "(none)"}: see --origin and --app`);
      },
      log,
    });
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
  };
}

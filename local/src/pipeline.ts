// The whole pipeline on one machine, put together.

import { join } from "node:path";
import { overview } from "@riacho/analytics/overview";
import { deliverLocally } from "./deliver-locally.ts";
import { createDashboardFigures } from "./server/dashboard.ts";
import { createFaultSwitches } from "./server/faults.ts";
import { createLive } from "./server/live.ts";
import { startFront } from "./start-front.ts";
import { openStream } from "./stream/stream.ts";
import { serveStream } from "./stream/wire.ts";
import { openWarehouse } from "./warehouse/open-warehouse.ts";

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
  /** Domain of the cookie that the collector renews. Default: it renews none. */
  cookieDomain?: string | null;
  /** Path of another built collector, such as one with a tracking plan. Default: the repository's. */
  collectorBundle?: string;
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
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { port, dataDir, apps, origins, cookieDomain = null, log } = options;
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
    const { url: streamUrl, stop: stopServing } = await serveStream(stream, {
      faults: faults.stream,
      onError: (error) => log(`the stream could not store: ${error}`),
    });
    stops.push(stopServing);

    const onDelivered = figures.markStale;
    stops.push(await deliverLocally({ dataDir, stream, endpoint: streamUrl, live, onDelivered, log }));
    const front = await startFront({
      port,
      apps,
      origins,
      cookieDomain,
      streamName,
      streamUrl,
      live,
      figures,
      faults,
      log,
      ...(options.collectorBundle && { collectorBundle: options.collectorBundle }),
    });
    stops.push(front.stop);
    return { url: front.url, stop };
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

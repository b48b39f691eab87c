// A pipeline for tests, in this process: a free port, its own data, and what a page and an analyst would do with it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "@riacho/contract/event";
import { startPipeline } from "../src/pipeline.ts";
import type { FaultOrder } from "../src/server/faults.ts";
import { openWarehouse } from "../src/warehouse/open-warehouse.ts";
import { withCollectorBundle } from "./server-bundle.ts";

/** An origin whose pages may send, beside the pipeline's own. */
export const pageOrigin = "https://shop.example.com";

export type TestPipeline = Awaited<ReturnType<typeof startTestPipeline>>;

/** @param port default: a free one */
export async function startTestPipeline({ port = 0 } = {}) {
  await withCollectorBundle();
  const dataDir = await mkdtemp(join(tmpdir(), "riacho-server-"));
  const warehouse = await openWarehouse({ dataDir });
  const logged: string[] = [];
  const start = (atPort = 0) =>
    startPipeline({
      port: atPort,
      dataDir,
      apps: ["shop", "other"],
      origins: [pageOrigin],
      log: (message) => logged.push(message),
    });
  let pipeline = await start(port);

  return {
    dataDir,
    logged,
    get url() {
      return pipeline.url;
    },
    /** Posts as a page of `pageOrigin` would. */
    post(
      body: NonNullable<RequestInit["body"]>,
      headers: Record<string, string> = { "content-type": "text/plain" },
    ) {
      const init: RequestInit = { method: "POST", body, headers: { origin: pageOrigin, ...headers } };
      return fetch(`${pipeline.url}/v1/events?app=shop`, { ...init, signal: AbortSignal.timeout(10_000) });
    },
    /** Replaces the faults ordered before; anything but an order is for tests of refusals. */
    order(
      faults: FaultOrder | string,
      headers: Record<string, string> = { "content-type": "application/json" },
    ) {
      const body = typeof faults === "string" ? faults : JSON.stringify(faults);
      return fetch(`${pipeline.url}/local/faults`, { method: "POST", body, headers });
    },
    /** The values of the first column. */
    async select(sql: string): Promise<unknown[]> {
      return (await warehouse.query(sql)).rows.map(([value]) => value);
    },
    stop: () => pipeline.stop(),
    /** Stops and starts again on the same data. */
    async restart() {
      await pipeline.stop();
      pipeline = await start();
    },
    async remove() {
      await pipeline.stop();
      await warehouse.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

let made = 0;

/** Body of a request with one event of each name, and the events' ids. */
export function toBody(...names: string[]): { body: string; ids: string[] } {
  const events: Event[] = names.map((name) => ({
    id: `test-${process.pid}-${made++}`,
    name,
    time: Date.now(),
  }));
  return { body: JSON.stringify({ events }), ids: events.map(({ id }) => id) };
}

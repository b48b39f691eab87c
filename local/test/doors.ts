// The collector's two doors that are Node's own HTTP, with a stream behind them that counts what it is given.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serve as serveContainer } from "@riacho/collector/serve";
import { startCollector } from "@riacho/collector/start-collector";
import { startLambda } from "../src/lambda/start-lambda.ts";
import { createDoor } from "../src/server/door.ts";
import { createFaultSwitches } from "../src/server/faults.ts";
import { createLive } from "../src/server/live.ts";
import { serve as serveLocally } from "../src/server/serve.ts";
import { collectorBundle, withCollectorBundle } from "./server-bundle.ts";

export interface Doors {
  /** Port of each. */
  ports: Record<"container" | "local", number>;
  /** How many records the stream was given. */
  stored(): number;
  stop(): Promise<void>;
}

/** @param requestMsMax how long a request may take to come in, in milliseconds */
export async function startDoors(requestMsMax: number): Promise<Doors> {
  await withCollectorBundle();
  let stored = 0;
  const kinesis = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { Records } = JSON.parse(body) as { Records: unknown[] };
    stored += Records.length;
    response.end(JSON.stringify({ Records: Records.map(() => ({ SequenceNumber: "1" })) }));
  });
  await new Promise<void>((resolve) => kinesis.listen(0, "127.0.0.1", resolve));
  const streamUrl = `http://127.0.0.1:${(kinesis.address() as AddressInfo).port}`;
  const env = {
    RIACHO_STREAM: "events",
    RIACHO_APPS: '{"shop":{"origins":[]}}',
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "any",
    AWS_SECRET_ACCESS_KEY: "any",
    AWS_ENDPOINT_URL_KINESIS: streamUrl,
  };
  const lambda = await startLambda(collectorBundle, env);
  const container = await serveContainer(await startCollector(env), {
    host: "127.0.0.1",
    drainMs: 0,
    requestMsMax,
  });
  const local = await serveLocally(0, {
    door: createDoor({
      lambda,
      cookieDomain: null,
      nextFault: () => null,
      onAnswer: () => {},
      log: () => {},
    }),
    live: createLive(),
    figures: { read: () => Promise.reject(new Error("none")), markStale: () => {} },
    faults: createFaultSwitches(),
    stream: { name: "events", url: streamUrl },
    log: () => {},
    requestMsMax,
  });
  return {
    ports: { container: container.port, local: local.port },
    stored: () => stored,
    async stop() {
      await container.stop();
      await local.stop();
      await lambda.stop();
      kinesis.closeAllConnections();
      kinesis.close();
    },
  };
}

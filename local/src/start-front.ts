// What the outside meets: the server, and behind its door the built collector.

import { fileURLToPath } from "node:url";
import { startLambda } from "./lambda/start-lambda.ts";
import type { DashboardFigures } from "./server/dashboard.ts";
import { createDoor, type Door } from "./server/door.ts";
import type { FaultSwitches } from "./server/faults.ts";
import type { Live } from "./server/live.ts";
import { serve } from "./server/serve.ts";

const builtCollector = fileURLToPath(new URL("../../collector/dist/handler.mjs", import.meta.url));

export interface FrontParts {
  /** 0 for a free one. */
  port: number;
  apps: readonly string[];
  /** Origins whose pages may send, beside the front's own. */
  origins: readonly string[];
  /** Domain of the cookie that the collector renews; null where it renews none. */
  cookieDomain: string | null;
  streamName: string;
  streamUrl: string;
  /** Path of the built collector. Default: the repository's. */
  collectorBundle?: string;
  live: Live;
  figures: DashboardFigures;
  faults: FaultSwitches;
  log(message: string): void;
}

export interface Front {
  /** Such as `http://localhost:8080`. */
  url: string;
  /** Takes no more requests, answers those under way, then ends the collector. */
  stop(): Promise<void>;
}

/** @throws where the port is taken, or the collector refuses a setting */
export async function startFront(parts: FrontParts): Promise<Front> {
  const { port, cookieDomain, collectorBundle = builtCollector, live, figures, faults, log } = parts;
  const stream = { name: parts.streamName, url: parts.streamUrl };
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
    stream,
    log,
  });
  const url = `http://localhost:${served.port}`;
  try {
    const own = [url, `http://127.0.0.1:${served.port}`];
    const lambda = await startLambda(collectorBundle, toEnvironment(parts, own));
    const onAnswer = toListener(live, log);
    openDoor(createDoor({ lambda, cookieDomain, nextFault: faults.nextDoorFault, onAnswer, log }));
    return {
      url,
      async stop() {
        await served.stop();
        await lambda.stop();
      },
    };
  } catch (error) {
    await served.stop();
    throw error;
  }
}

function toListener(
  live: Live,
  log: (message: string) => void,
): Parameters<typeof createDoor>[0]["onAnswer"] {
  return ({ status }, { headers }) => {
    live.count("requests");
    if (status === 403)
      log(`refused a request of origin ${headers.origin ?? "(none)"}: see --origin and --app`);
  };
}

/** The Lambda's environment: what its template sets, and what AWS would, pointing at this machine. */
function toEnvironment(
  { apps, origins, cookieDomain, streamName, streamUrl }: FrontParts,
  own: string[],
): Record<string, string> {
  return {
    RIACHO_STREAM: streamName,
    RIACHO_APPS: JSON.stringify(
      Object.fromEntries(apps.map((app) => [app, { origins: [...own, ...origins], cookieDomain }])),
    ),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_KINESIS: streamUrl,
  };
}

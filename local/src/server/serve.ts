// One HTTP server for all that a browser meets on this machine.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../read-body.ts";
import type { DashboardFigures } from "./dashboard.ts";
import { type FaultSwitches, readFaultOrder } from "./faults.ts";
import type { Live } from "./live.ts";
import { createPages } from "./pages.ts";

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface ServeParts {
  door: Listener;
  live: Live;
  figures: DashboardFigures;
  faults: FaultSwitches;
  log(message: string): void;
}

export interface Served {
  port: number;
  stop(): Promise<void>;
}

/** Most bytes of an order for faults. */
const orderBytesMax = 64 * 1024;

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 for a free one
 * @throws where the port is taken
 */
export async function serve(port: number, { door, live, figures, faults, log }: ServeParts): Promise<Served> {
  const pages = createPages((request, response) => {
    writeJson(response, 404, { message: `nothing here: ${request.url}` });
  });

  async function readFigures(_: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      writeJson(response, 200, await figures.read());
    } catch (error) {
      writeJson(response, 500, { message: (error as Error).message });
    }
  }

  async function orderFaults(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of another origin cannot send this type without a preflight, which is never granted.
    if (request.headers["content-type"] !== "application/json") {
      return writeJson(response, 415, { message: "expected content-type: application/json" });
    }
    const body = await readBody(request, orderBytesMax);
    if (body.status !== "read")
      return writeJson(response, 413, { message: `expected at most ${orderBytesMax} bytes` });
    try {
      const order = readFaultOrder(JSON.parse(body.bytes.toString()));
      faults.order(order);
      writeJson(response, 200, order);
    } catch (error) {
      writeJson(response, 400, { message: (error as Error).message });
    }
  }

  function route(request: IncomingMessage): Listener {
    const [path = "/"] = (request.url ?? "/").split("?");
    if (path.startsWith("/v1/")) return door;
    if (path === "/local/live") return live.listen;
    if (path === "/local/dashboard") return readFigures;
    if (path === "/local/faults" && request.method === "POST") return orderFaults;
    return pages;
  }

  const server = createServer(async (request, response) => {
    try {
      // A name that points here from elsewhere (DNS rebinding) must not reach what only this machine may.
      if (!isLocalHost(request.headers.host)) {
        return writeJson(response, 403, { message: "expected a request to localhost" });
      }
      await route(request)(request, response);
    } catch (error) {
      log(`${request.method} ${request.url} failed: ${(error as Error).stack}`);
      if (!response.headersSent) writeJson(response, 500, { message: "Internal Server Error" });
    }
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      live.stop();
      server.closeIdleConnections();
      const patience = setTimeout(() => server.closeAllConnections(), 2000);
      await closed;
      clearTimeout(patience);
    },
  };
}

function isLocalHost(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? "");
}

function writeJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
    .end(JSON.stringify(body));
}

// One HTTP server for all that a browser meets on this machine.

import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { readBody } from "../read-body.ts";
import type { DashboardFigures } from "./dashboard.ts";
import { type FaultSwitches, readFaultOrder } from "./faults.ts";
import type { Live } from "./live.ts";
import { createPages } from "./pages.ts";

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface ServeParts {
  /** Answers `/v1/`; its promise is kept when nothing more will be answered. */
  door: Listener;
  live: Live;
  figures: DashboardFigures;
  faults: FaultSwitches;
  /** Told to who wants to put rows into it, as a replay does. */
  stream: { name: string; url: string };
  log(message: string): void;
  /** How long a request may take to come in whole, in milliseconds. Default: {@link requestMsMaxDefault}. */
  requestMsMax?: number;
}

export interface Served {
  port: number;
  /** Takes no more requests, and gives those under way a moment to be answered. */
  stop(): Promise<void>;
}

/** Most bytes of an order for faults. */
const orderBytesMax = 64 * 1024;

/**
 * In milliseconds. Node ends by the same clock a connection that no request came on: browsers open some in advance, and a
 * request sent as theirs is ended would be lost.
 */
export const requestMsMaxDefault = 60_000;

/** How long a stop waits for requests under way, in milliseconds. */
const patienceMs = 2_000;

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 for a free one
 * @throws where the port is taken
 */
export async function serve(port: number, parts: ServeParts): Promise<Served> {
  const { door, live, figures, faults, stream, log, requestMsMax = requestMsMaxDefault } = parts;
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
    if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
      return writeJson(response, 415, { message: "expected content-type: application/json" });
    }
    const body = await readBody(request, orderBytesMax);
    if (body.status !== "read")
      return writeJson(response, 413, { message: `expected at most ${orderBytesMax} bytes` });
    try {
      const order = readFaultOrder(parseJson(body.bytes.toString()));
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
    if (path === "/local/stream") return (_, response) => writeJson(response, 200, stream);
    if (path === "/local/faults" && request.method === "POST") return orderFaults;
    return pages;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      // A name that points here from elsewhere (DNS rebinding) must not reach what only this machine may.
      if (!isLocalHost(request.headers.host)) {
        return writeJson(response, 403, { message: "expected a request to localhost" });
      }
      await route(request)(request, response);
    } catch (error) {
      log(`${request.method} ${request.url} failed: ${(error as Error).stack}`);
      if (response.headersSent) response.destroy();
      else writeJson(response, 500, { message: "Internal Server Error" });
    }
  }

  /** Requests that are not answered yet. Listeners of `/local/live` and those left hanging are not among them. */
  const underWay = new Set<Promise<void>>();
  const server = createServer(toLimits(requestMsMax), async (request, response) => {
    // Stopped: what comes on a connection that was still busy is not taken, and its sender keeps it.
    if (!server.listening) return void request.socket.destroy();
    const answering = answer(request, response);
    underWay.add(answering);
    await answering;
    underWay.delete(answering);
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
      await Promise.race([Promise.all(underWay), sleep(patienceMs, undefined, { ref: false })]);
      // Also those that browsers open in advance and never use, which Node does not count as idle.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** For what is being received: a request that came in whole, such as that of `/local/live`, may be answered for ever. */
function toLimits(requestMsMax: number): ServerOptions {
  // How often Node looks for requests that are late: by default after 30 s.
  return { requestTimeout: requestMsMax, connectionsCheckingInterval: Math.min(1000, requestMsMax) };
}

function isLocalHost(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? "");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`expected JSON: ${(cause as Error).message}`, { cause });
  }
}

function writeJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
    .end(JSON.stringify(body));
}

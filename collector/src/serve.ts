// The collector as a plain HTTP server, for containers behind a load balancer.

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { requestBytesMax } from "@riacho/contract/limits";
import { type HttpAnswer, type HttpRequest, healthPath } from "./collect.ts";
import { log } from "./log.ts";

export interface ServeOptions {
  /** Default: a free one. */
  port?: number;
  /** Default: all addresses, as a container needs it. */
  host?: string;
  /** How long `stop` goes on answering while health says 503, so that the load balancer looks elsewhere, in milliseconds. */
  drainMs: number;
  /** How long a request may take to come in whole, in milliseconds. Default: {@link requestMsMaxDefault}. */
  requestMsMax?: number;
}

export interface CollectorServer {
  port: number;
  /** Takes no more connections after the drain, answers what has come, and ends. May be called twice. */
  stop(): Promise<void>;
}

/** Longer than the SDK waits for an answer (10 s): who is slower is no longer there. In milliseconds. */
export const requestMsMaxDefault = 15_000;

/** Longer than load balancers keep a connection (ALB: 60 s): the side that sends must be the one that ends it. */
const keepAliveMs = 65_000;

/** Starts the server. Rejects where the port is taken. */
export async function serve(
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
  { port = 0, host, drainMs, requestMsMax = requestMsMaxDefault }: ServeOptions,
): Promise<CollectorServer> {
  let stopping: Promise<void> | undefined;

  async function onRequest(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(message);
    if (body === "gone") return;
    const given = await answer(toRequest(message, body));
    const { status, headers, cookies, body: text } = isDraining(message, given) ? draining(given) : given;
    response.writeHead(status, {
      ...headers,
      ...(cookies && { "set-cookie": cookies }),
      ...(stopping && { connection: "close" }),
    });
    response.end(text);
  }

  const isDraining = ({ url }: IncomingMessage, { status }: HttpAnswer): boolean =>
    stopping !== undefined && status === 200 && toPath(url) === healthPath;

  const server = createServer(
    {
      keepAliveTimeout: keepAliveMs,
      requestTimeout: requestMsMax,
      // How often Node looks for requests that are late: by default after 30 s.
      connectionsCheckingInterval: Math.min(1000, requestMsMax),
    },
    (message, response) => {
      onRequest(message, response).catch((error) => {
        log({ level: "ERROR", message: "request failed", cause: String(error) });
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  );
  server.listen(port, host);
  await once(server, "listening");

  async function stop(): Promise<void> {
    await sleep(drainMs);
    const closed = once(server, "close");
    server.close();
    server.closeIdleConnections();
    await closed;
  }

  return {
    port: (server.address() as AddressInfo).port,
    stop: () => (stopping ??= stop()),
  };
}

const draining = ({ headers }: HttpAnswer): HttpAnswer => ({
  status: 503,
  headers,
  body: JSON.stringify({ status: "stopping" }),
});

/** Its bytes; of a body above the limit only so many that the collector sees that it is, and can say so to the page. */
async function readBody(message: IncomingMessage): Promise<Uint8Array | "gone"> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of message) {
      // What is too much is read and forgotten: a client that is still sending would not see the answer.
      if (bytes <= requestBytesMax) parts.push(part);
      bytes += part.length;
    }
  } catch {
    return "gone";
  }
  return Buffer.concat(parts);
}

const toPath = (url = "/"): string => url.split("?", 1)[0] as string;

function toRequest({ method = "GET", url = "/", headers }: IncomingMessage, body: Uint8Array): HttpRequest {
  const { cookie, ...others } = headers;
  return {
    id: randomUUID(),
    method,
    path: toPath(url),
    query: new URLSearchParams(url.slice(toPath(url).length)),
    headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, value?.toString()])),
    cookies: cookie?.split("; ") ?? [],
    // Whoever is at the other end is the load balancer, and what it says of others anybody may say.
    peer: "",
    body,
  };
}

// Between the page and the collector, under a name of the page's own site: what cookies went by.

import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request for events. */
export interface Logged {
  method: string | undefined;
  cookie: string | undefined;
  /** Undefined until it is answered, and where the answer sets none. */
  setCookie: string[] | undefined;
}

export interface LoggingProxy {
  readonly port: number;
  readonly log: Logged[];
  stop(): void;
}

export async function startLoggingProxy(collector: string): Promise<LoggingProxy> {
  const log: Logged[] = [];

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const { method, url } = request;
    // The pipeline answers to its own name alone.
    const headers = { ...request.headers, host: new URL(collector).host };
    const entry: Logged = { method, cookie: headers.cookie, setCookie: undefined };
    if (url?.startsWith("/v1/events")) log.push(entry);
    const onward = forward(collector + url, { method, headers }, (answer) => {
      entry.setCookie = answer.headers["set-cookie"];
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }

  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    log,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

// A proxy of somebody else's between the page and the collector: it refuses what is too big for it.

import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Proxy {
  readonly url: string;
  /** Bytes of the bodies it has refused. */
  readonly refused: number[];
  stop(): void;
}

/** @param isReadable whether the page may read the refusal; most proxies know nothing of CORS */
export async function startProxy(collector: string, bytesMax: number, isReadable: boolean): Promise<Proxy> {
  const refused: number[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    if (body.length > bytesMax) {
      refused.push(body.length);
      const cors = { "access-control-allow-origin": request.headers.origin ?? "*" };
      response.writeHead(413, isReadable ? cors : {}).end("too large");
      return;
    }
    const { method, headers } = request;
    const onward = forward(collector + request.url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  }

  const server = createServer((request, response) => void handle(request, response).catch(() => {}));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    refused,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

// A site whose pages are cross-origin isolated: their performance.now() counts in 5 us, not in 100.
// https://developer.mozilla.org/en-US/docs/Web/API/Performance_API/High_precision_timing

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface IsolatedSite {
  readonly origin: string;
  /** What is served, by path. Files may be added while it runs. */
  readonly files: Map<string, string>;
  stop(): Promise<void>;
}

const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

export async function startIsolatedSite(): Promise<IsolatedSite> {
  const files = new Map<string, string>();
  const server = createServer(({ url = "/" }, response) => {
    const file = files.get(url);
    const type = url.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(file === undefined ? 404 : 200, {
      ...isolation,
      "content-type": type,
      "cache-control": "no-store",
    });
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    files,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

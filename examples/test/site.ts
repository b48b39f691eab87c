// A site of its own origin that serves one example, as it is or as it was built.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

export interface Site {
  readonly origin: string;
  /** Takes the place of `http://localhost:8080` in every page. */
  collector: string;
  /** The folder that is served. An address without a file is the app's own: it gets index.html. */
  folder: string;
  /** More files, by path, which come before those of the folder. */
  files: Record<string, string>;
  stop(): Promise<void>;
}

const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

export async function startSite(): Promise<Site> {
  const server = createServer(async ({ url = "/" }, response) => {
    const [path = "/"] = url.split("?");
    if (path === "/favicon.ico") return response.writeHead(204).end(); // asked for by the browser, not by the example
    const file = extname(path) ? path : "/index.html";
    const text = site.files[file] ?? (await readFile(join(site.folder, file), "utf8").catch(() => null));
    response.writeHead(text === null ? 404 : 200, { "content-type": types[extname(file)] ?? "text/plain" });
    response.end(text?.replaceAll("http://localhost:8080", site.collector));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const site: Site = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    collector: "",
    folder: "",
    files: {},
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}

// A site of its own origin, as users have it: its pages load the script from, and send to, the collector's origin.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Site {
  readonly origin: string;
  /** The collector's origin, once it is known. */
  collector: string;
  /** What the next pages have in their head; `{collector}` stands for the collector's origin. */
  head: string;
  stop(): Promise<void>;
}

/** The snippet as the README gives it. */
export const snippet = (attributes = 'data-app-id="shop"'): string => `
<script>
  (w => {
    w.riacho ??= { q: [] };
    const r = w.riacho, k = "riacho-q";
    for (const m of ["track", "page", "identify", "group", "reset", "consent", "setGlobal"]) r[m] ??= (...a) => r.q.push([m, a, Date.now(), location.href]);
    addEventListener("pagehide", () => { if (r.q?.[0] && !document.querySelector("script[data-consent]")) try { localStorage[k] = JSON.stringify(JSON.parse(localStorage[k] || "[]").concat(r.q.splice(0))); } catch {} });
  })(window);
</script>
<script async src="{collector}/riacho.js" ${attributes}></script>`;

export async function startSite(): Promise<Site> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
    const head = site.head.replaceAll("{collector}", site.collector);
    response.end(
      `<!doctype html><html lang="en"><head><title>A page</title>${head}</head><body>A page</body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const site: Site = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    collector: "",
    head: "",
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}

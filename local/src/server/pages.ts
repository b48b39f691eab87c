// The pages: the live page, the example shop and the SDK's bundle, as files.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

const root = new URL("../../../", import.meta.url);
const pageDir = fileURLToPath(new URL("local/page", root));
const shopDir = fileURLToPath(new URL("examples/script-tag", root));
const sdkDir = fileURLToPath(new URL("sdk/dist", root));

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** The SDK's scripts: what happens in a page is told by the second, and the third is the first by its version. */
const scriptPath = /^\/riacho(-debug|-\d[\w.-]*)?\.js$/;

/**
 * Serves the live page at `/` and the shop at `/shop/`, each under a strict CSP, and the SDK at `/riacho.js` and
 * `/riacho-debug.js`, which browsers ask for anew, and at `/riacho-<version>.js`, which they keep.
 */
export function createPages(onMissing: Listener): Listener {
  // Files are read anew at every request: whoever edits one sees it by reloading.
  const options = { dev: true };
  const page = sirv(pageDir, options);
  const shop = sirv(shopDir, options);
  const sdk = sirv(sdkDir, { ...options, etag: true, setHeaders: setScriptHeaders });
  // Text must not become HTML either: the page has no use for it. The shop, like many pages, has.
  const pagePolicy = `${toPolicy("'self'")}; require-trusted-types-for 'script'; trusted-types 'none'`;

  return (request, response) => {
    const [pathname = "/"] = (request.url ?? "/").split("?");
    const missing = () => onMissing(request, response);
    response.setHeader("x-content-type-options", "nosniff");
    if (scriptPath.test(pathname)) return sdk(request, response, missing);
    if (pathname === "/shop") return void response.writeHead(301, { location: "/shop/" }).end();
    if (!pathname.startsWith("/shop/")) {
      response.setHeader("content-security-policy", pagePolicy);
      return page(request, response, missing);
    }
    const scripts = `'self' ${hashesOfInlineScripts(`${shopDir}/index.html`)}`;
    response.setHeader("content-security-policy", toPolicy(scripts));
    const { url = "" } = request;
    request.url = url.slice("/shop".length);
    return shop(request, response, () => {
      request.url = url;
      missing();
    });
  };
}

function setScriptHeaders(response: ServerResponse, pathname: string): void {
  // A page of another origin may hold the script to a hash only if it may read it.
  response.setHeader("access-control-allow-origin", "*");
  if (/\d/.test(pathname)) response.setHeader("cache-control", "public, max-age=31536000, immutable");
}

function toPolicy(scripts: string): string {
  return `default-src 'none'; script-src ${scripts}; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

/** The shop shows the stub as users paste it, inline; its hash lets just that run. */
function hashesOfInlineScripts(file: string): string {
  const scripts = readFileSync(file, "utf8").matchAll(/<script>([\s\S]*?)<\/script>/g);
  return Array.from(scripts, ([, code = ""]) => {
    return `'sha256-${createHash("sha256").update(code).digest("base64")}'`;
  }).join(" ");
}

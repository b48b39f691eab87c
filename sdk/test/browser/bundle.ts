// An application's script for a test's page: the SDK from its sources, as a bundler would take it in.

import { resolve } from "node:path";
import { build } from "esbuild";

/**
 * A script element for a page's head that runs this code, which may import from `@riacho/sdk`.
 *
 * @param code an ES module; `{collector}` stands for the collector's origin, as in all that a site serves
 * @example site.head = await bundlePage(`import { init } from "@riacho/sdk"; window.riacho = init({ appId: "shop" })`)
 */
export async function bundlePage(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: resolve("sdk/src"), loader: "ts" },
    alias: { "@riacho/sdk": resolve("sdk/src/index.ts") },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "silent",
  });
  // The first `</script` in a text ends the element, wherever it stands.
  const text = (outputFiles[0]?.text ?? "").replaceAll("</script", "<\\/script");
  return `<script>${text}</script>`;
}

// What an import of the SDK costs an application, dependencies included.

import { resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { rollup } from "rollup";
import { minify, plugins } from "../../rollup.config.mjs";

/** By the names that applications import. */
export const sources: Record<string, string> = {
  "@riacho/sdk": resolve("sdk/src/index.ts"),
  "@riacho/sdk/debug": resolve("sdk/src/debug.ts"),
  "@riacho/sdk/web-vitals": resolve("sdk/src/web-vitals.ts"),
};

/** A name beside the SDK's sources, so that its dependencies are found. */
const entry = resolve("sdk/src/application.js");

/**
 * An ES module as an application's bundler would take it in, minified, with the SDK from its sources.
 *
 * @example await bundle(`export { init } from "@riacho/sdk"`)
 */
export async function bundle(code: string): Promise<string> {
  const application = {
    name: "application",
    resolveId: (id: string) => (id === entry ? id : (sources[id] ?? null)),
    load: (id: string) => (id === entry ? code : null),
  };
  const bundled = await rollup({ input: entry, plugins: [application, ...plugins, minify] });
  const { output } = await bundled.generate({ format: "esm", generatedCode: "es2015" });
  await bundled.close();
  return output[0].code;
}

/** Bytes on the wire, as a server that has time compresses. */
export function toSize(code: string): number {
  return brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

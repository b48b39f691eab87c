// What a page loads.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { bundle, sources, toSize } from "../sdk/test/bundle-size.ts";
import { imports } from "../sdk/test/imports.ts";
import type { Benchmark, Figure } from "./benchmark.ts";
import { type Peer, peers } from "./peers.ts";

const script = new URL("../sdk/dist/riacho.js", import.meta.url);

/** The smallest of the peers whose queue is in localStorage or IndexedDB, and so outlives the page. */
const peer = peers.find(({ queue }) => queue === "localStorage" || queue === "IndexedDB") as Peer;

export const sdkBytesBenchmark: Benchmark = {
  name: "sdk-bytes",
  run: async () => [measureScript(), ...(await Promise.all(Object.entries(imports).map(measureImport)))],
};

function measureScript(): Figure {
  const code = readFileSync(script, "utf8");
  const size = toSize(code);
  return {
    name: "sdk-bytes",
    value: size / peer.bytes,
    unit: "x",
    against: `${peer.bytes} B: ${peer.name}, minimal import, brotli, measured 2026-11; subject: riacho.js, all of it, brotli`,
    note: `${size} B, ${code.length} B raw`,
  };
}

async function measureImport([name, code]: [string, string]): Promise<Figure> {
  const alike = await bundleAsPeers(code);
  return {
    name: `sdk-bytes-${name}`,
    value: toSize(alike),
    unit: "B",
    against: `${code}: minified by esbuild for es2020, brotli 11, as the peers were`,
    note: `${alike.length} B raw, ${gzipSync(alike, { level: 9 }).length} B gzip; ${toSize(await bundle(code))} B by rollup and terser`,
  };
}

/** Another bundler than the SDK's own gives other sizes: what is compared must be bundled alike. */
async function bundleAsPeers(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: resolve("sdk/src") },
    alias: sources,
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2020",
  });
  return outputFiles[0]?.text ?? "";
}

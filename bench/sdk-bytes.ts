// What a page loads.

import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import type { Benchmark } from "./benchmark.ts";

const script = new URL("../sdk/dist/riacho.js", import.meta.url);

/** The smallest of the peers measured whose queue is in localStorage or IndexedDB, and so outlives the page. */
const peer = {
  bytes: 15_975,
  what: "Snowplow browser-tracker 4.10.1, minimal import, brotli, measured 2026-11",
};

export const sdkBytesBenchmark: Benchmark = {
  name: "sdk-bytes",
  async run() {
    const bytes = readFileSync(script);
    const brotli = brotliCompressSync(bytes).length;
    return [
      {
        name: "sdk-bytes",
        value: brotli / peer.bytes,
        unit: "x",
        against: `${peer.bytes} B: ${peer.what}; subject: riacho.js, all of it, brotli`,
        note: `${brotli} B, ${bytes.length} B raw`,
      },
    ];
  },
};

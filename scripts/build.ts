// npm run build: the SDK's bundles and the collector's.

import { rollup } from "rollup";
import sdkBundles from "../rollup.config.mjs";
import { buildCollector } from "./build-collector.ts";

async function buildSdk(): Promise<void> {
  for (const { output, ...input } of sdkBundles) {
    const bundle = await rollup(input);
    await bundle.write(output);
    await bundle.close();
  }
}

await Promise.all([buildSdk(), buildCollector()]);

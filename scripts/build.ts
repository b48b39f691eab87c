// The SDK's bundles and the collector's, which may be in use while they are built.

import { dirname, join } from "node:path";
import { rollup } from "rollup";
import sdkBundles from "../rollup.config.mjs";
import { buildCollector } from "./build-collector.ts";
import { writeAside } from "./write-aside.ts";

async function buildSdk(): Promise<void> {
  for (const { output, ...input } of sdkBundles) {
    const bundle = await rollup(input);
    const generated = await bundle.generate(output);
    const dir = dirname(output.file ?? "");
    for (const part of generated.output) {
      writeAside(join(dir, part.fileName), part.type === "chunk" ? part.code : part.source);
    }
    await bundle.close();
  }
}

await Promise.all([buildSdk(), buildCollector()]);

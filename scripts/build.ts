// The SDK's bundles and the collector's, which may be in use while they are built.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rollup } from "rollup";
import sdkBundles from "../rollup.config.mjs";
import { sdkVersion } from "../sdk/src/version.ts";
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

/** The script once more under its version's name: it never changes there, so it may be cached for ever and held to a hash. */
function nameByVersion(): void {
  const script = readFileSync("sdk/dist/riacho.js");
  const file = `riacho-${sdkVersion}.js`;
  writeAside(join("sdk/dist", file), script);
  console.log(`${file} integrity="sha384-${createHash("sha384").update(script).digest("base64")}"`);
}

await Promise.all([buildSdk(), buildCollector()]);
nameByVersion();

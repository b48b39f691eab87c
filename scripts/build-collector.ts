import { build } from "esbuild";
import { writeAside } from "./write-aside.ts";

/** Bundles the Lambda as it would be deployed: one ESM file, nothing left to install. */
export async function buildCollector(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: ["collector/src/handler.ts"],
    outfile: "collector/dist/handler.mjs",
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    // Parts of the AWS client are CommonJS and call require, which an ES module lacks.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  for (const { path, contents } of outputFiles) writeAside(path, contents);
}

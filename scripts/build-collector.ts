import { build } from "esbuild";
import { writeAside } from "./write-aside.ts";

/** Bundles the Lambda and the container's server as they would be deployed: one ESM file each, nothing left to install. */
export async function buildCollector(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: ["collector/src/handler.ts", "collector/src/node.ts"],
    outdir: "collector/dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  for (const { path, contents } of outputFiles) writeAside(path, contents);
}

import { build } from "esbuild";
import { findPlanFile, planPlugin } from "./plan-plugin.ts";
import { writeAside } from "./write-aside.ts";

/**
 * Bundles the Lambda and the container's server as they would be deployed, and beside them what judges their rejected
 * events anew: one ESM file each, nothing left to install.
 *
 * @param planFile the tracking plan that they enforce; null for none
 */
export async function buildCollector(
  outdir = "collector/dist",
  planFile = findPlanFile(process.env),
): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: ["collector/src/handler.ts", "collector/src/node.ts", "collector/src/replay.ts"],
    outdir,
    outExtension: { ".js": ".mjs" },
    plugins: [planPlugin(planFile)],
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

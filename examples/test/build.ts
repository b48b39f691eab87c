// Builds an example with Vite, in a process of its own, as its readers would.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const built = new Map<string, Promise<string>>();

/**
 * Builds once per worker, against the worker's collector.
 *
 * @param mode `development` has React's checks, such as StrictMode's double effects
 * @returns the folder
 */
export function buildExample(
  name: string,
  collector: string,
  mode: "production" | "development" = "production",
): Promise<string> {
  const folder = resolve(`.cache/examples/${process.env.TEST_WORKER_INDEX}/${name}-${mode}`);
  const building = built.get(folder) ?? vite(name, folder, collector, mode);
  built.set(folder, building);
  return building;
}

async function vite(name: string, folder: string, collector: string, mode: string): Promise<string> {
  const env = { ...process.env, NODE_ENV: mode, VITE_COLLECTOR: collector };
  const options = { cwd: `examples/${name}`, env };
  const build = (...args: string[]) => {
    const command = ["build", "--mode", mode, "--logLevel", "error", "--emptyOutDir", ...args];
    return run(resolve("node_modules/.bin/vite"), command, options);
  };
  const isRenderedOnServer = existsSync(`examples/${name}/server.tsx`);
  if (isRenderedOnServer) await build("--outDir", folder, "--ssr", "server.tsx");
  await build("--outDir", isRenderedOnServer ? `${folder}/browser` : folder);
  return folder;
}

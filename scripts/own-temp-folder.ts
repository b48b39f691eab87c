// A temporary folder of a command's own: what it leaves there is known, and goes.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How folders are named that our tests make, and those that CDK makes for them. What browsers and tsx leave is theirs. */
const ours = /^(riacho-|cdk\.out)/;

/**
 * Runs with a temporary folder that is gone afterwards.
 *
 * @param run is given the variables that name the folder
 * @returns what `run` returns, and the names of what our own tests left
 */
export async function inOwnTempFolder<Result>(
  run: (env: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<{ result: Result; left: string[] }> {
  // Short: sockets go there, and their paths have at most 104 bytes.
  const folder = mkdtempSync(join(tmpdir(), "riacho-"));
  try {
    const result = await run({ TMPDIR: folder });
    return { result, left: readdirSync(folder).filter((name) => ours.test(name)) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

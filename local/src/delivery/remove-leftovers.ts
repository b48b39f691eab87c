import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { unfinishedEnding } from "./write-durably.ts";

/**
 * Removes the unfinished files that a crash left behind. Their records were not passed by the checkpoint, so they are
 * read again. Only one delivery may run on a data folder.
 *
 * @returns the paths removed
 */
export async function removeLeftovers(dataDir: string): Promise<string[]> {
  const found = [
    ...(await unfinishedBelow(join(dataDir, "rows"))),
    ...(await unfinishedBelow(join(dataDir, "errors"))),
  ];
  for (const path of found) await rm(path, { force: true });
  return found;
}

async function unfinishedBelow(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.endsWith(unfinishedEnding)).map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

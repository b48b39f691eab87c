import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** What a file is called until it is whole. Readers of the folder must never see a half-written file. */
export const unfinishedEnding = ".tmp";

/**
 * Makes a file that is either whole and on the disk, or not there: written under another name, synced, renamed, and
 * the folder synced too, since the name lives there.
 *
 * @param path the final path; missing folders are made
 * @param write fills the file at the path it is given
 * @throws what the file system throws; then the final path is as it was before
 */
export async function writeDurably(
  path: string,
  write: (unfinished: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const firstMade = await mkdir(folder, { recursive: true });
  const unfinished = path + unfinishedEnding;
  try {
    await write(unfinished);
    await sync(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    // A full disk must not fill with its own failed tries.
    await rm(unfinished, { force: true });
    throw error;
  }
  for (const touched of touchedFolders(folder, firstMade)) await sync(touched);
}

/** The file's folder and, where folders were made, all that got a new name in them. */
function touchedFolders(folder: string, firstMade: string | undefined): string[] {
  if (firstMade === undefined) return [folder];
  const touched = [folder];
  for (let last = folder; last !== dirname(firstMade); ) {
    const parent = dirname(last);
    if (parent === last) break;
    touched.push(parent);
    last = parent;
  }
  return touched;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

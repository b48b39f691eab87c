// One process per folder: a file with the owner's pid. One left by a process that died is taken over.

import { link, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** Folders held by this very process; without it, our own pid in a file could not be told from a reused one. */
const held = new Set<string>();

/**
 * Takes a folder for this process; gives the function that leaves it again. Throws where another process has it.
 *
 * @example const release = await lockFolder(dir); try { ... } finally { await release(); }
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const folder = resolve(dir);
  const path = join(folder, "lock");
  if (held.has(folder)) throw inUse(folder, process.pid, path);
  held.add(folder);
  try {
    await takeFile(folder, path);
  } catch (error) {
    held.delete(folder);
    throw error;
  }
  return async () => {
    await unlink(path);
    held.delete(folder);
  };
}

async function takeFile(folder: string, path: string): Promise<void> {
  // Written aside and linked: the name appears in one step with the pid in it, or fails where it is there already.
  const own = `${path}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    while (!(await linkNew(own, path))) {
      const pid = await readPid(path);
      if (pid !== null && isAlive(pid)) throw inUse(folder, pid, path);
      await removeStale(path, pid);
    }
  } finally {
    await unlink(own);
  }
}

async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Moved away first: of two processes that find the same stale file, one moves it and the other sees what it moved. */
async function removeStale(path: string, stalePid: number | null): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return; // another process was faster
  }
  if ((await readPid(aside)) !== stalePid) await linkNew(aside, path);
  await unlink(aside);
}

async function readPid(path: string): Promise<number | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  return /^\d+$/.test(text) ? Number(text) : null;
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // left by a process that had our pid before, as in a restarted container
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function inUse(folder: string, pid: number, path: string): Error {
  return new Error(
    `the stream in ${folder} is in use by process ${pid}; stop that process, or delete ${path} if it is another program's`,
  );
}

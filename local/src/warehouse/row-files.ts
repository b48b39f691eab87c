import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Whether `rows` has at least one Parquet file. Stops at the first: the answer costs the same with one file or many.
 *
 * @param rowsDir the folder with `dt=YYYY-MM-DD/hh=HH/*.parquet`; it may not exist yet
 */
export async function hasRowFiles(rowsDir: string): Promise<boolean> {
  for (const day of await foldersIn(rowsDir, "dt=")) {
    for (const hour of await foldersIn(join(rowsDir, day), "hh=")) {
      const files = await namesIn(join(rowsDir, day, hour));
      if (files.some((file) => file.endsWith(".parquet"))) return true;
    }
  }
  return false;
}

async function foldersIn(folder: string, prefix: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => name.startsWith(prefix));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** The path without symbolic links, also where its last parts do not exist yet. */
export async function toRealPath(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return join(await toRealPath(dirname(absolute)), basename(absolute));
  }
}

// What a stream is born with, in `stream.json`: written once, before the first record.

import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "./disk.ts";

export interface StreamFile {
  name: string;
  shards: number;
  /** In milliseconds since 1970. */
  createdAt: number;
  /** See `encodeFrame`. */
  salt: number;
}

/** Reads a folder's stream file, or writes one where there is none. */
export async function openStreamFile(dir: string, born: Omit<StreamFile, "salt">): Promise<StreamFile> {
  const path = join(dir, "stream.json");
  const text = await readFile(path, "utf8").catch((error) => {
    if (error.code !== "ENOENT") throw error;
    return null;
  });
  if (text !== null) return readStreamFile(text, path, born.name);
  const made = { ...born, salt: randomBytes(4).readUInt32BE() };
  await writeDurably(dir, path, JSON.stringify(made));
  return made;
}

function readStreamFile(text: string, path: string, name: string): StreamFile {
  const read = parse(text);
  const isWhole = [read?.shards, read?.createdAt, read?.salt].every(Number.isSafeInteger);
  if (!read || !isWhole) throw new Error(`expected ${path} to describe a stream, got ${text.slice(0, 80)}`);
  if (read.name !== name) throw new Error(`expected the stream "${name}" in ${path}, got "${read.name}"`);
  return read;
}

function parse(text: string): StreamFile | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function writeDurably(dir: string, path: string, text: string): Promise<void> {
  const half = `${path}.tmp`;
  const file = await open(half, "w");
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(half, path);
  await syncFolder(dir);
}

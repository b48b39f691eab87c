// The one owner of the file system for the log: a folder of files, written at positions and made durable by `sync`.

import { type FileHandle, mkdir, open, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";

/** One open file. Positions and sizes are in bytes. */
export interface DiskFile {
  size(): Promise<number>;
  /** Reads until the buffer is full or the file ends; gives the number of bytes read. */
  read(into: Buffer, position: number): Promise<number>;
  write(bytes: Buffer, position: number): Promise<void>;
  /** After this, what was written survives a power loss. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** A folder of files. Tests put one in its place that loses power. */
export interface Disk {
  names(): Promise<string[]>;
  /** Opens a file that is there. */
  open(name: string): Promise<DiskFile>;
  /** Opens a file, making it where there is none. */
  make(name: string): Promise<DiskFile>;
  remove(name: string): Promise<void>;
  /** After this, made and removed names survive a power loss. */
  syncNames(): Promise<void>;
}

/** The real disk, in a folder that is made where there is none. */
export async function openDisk(dir: string): Promise<Disk> {
  await mkdir(dir, { recursive: true });
  return {
    names: () => readdir(dir),
    open: async (name) => toDiskFile(await open(join(dir, name), "r")),
    make: async (name) => toDiskFile(await openOrMake(join(dir, name))),
    remove: (name) => unlink(join(dir, name)),
    syncNames: () => syncFolder(dir),
  };
}

/** Not "a+": on Linux, files opened for appending ignore the position of a write. */
async function openOrMake(path: string): Promise<FileHandle> {
  return open(path, "r+").catch((error) => {
    if (error.code !== "ENOENT") throw error;
    return open(path, "wx+");
  });
}

/** Makes the names in a folder durable: a new file's own sync does not (fsync(2), Notes). */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === "win32") return; // folders cannot be opened there
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function toDiskFile(handle: FileHandle): DiskFile {
  return {
    size: async () => (await handle.stat()).size,
    read: (into, position) => readFully(handle, into, position),
    write: (bytes, position) => writeFully(handle, bytes, position),
    sync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    close: () => handle.close(),
  };
}

async function readFully(handle: FileHandle, into: Buffer, position: number): Promise<number> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

async function writeFully(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

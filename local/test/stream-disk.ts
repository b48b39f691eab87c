// A disk in memory that can lose power: what was not synced may be there, not be there, or be there in part.

import type { Disk, DiskFile } from "../src/stream/disk.ts";

interface FakeFile {
  written: Buffer;
  synced: Buffer;
  isNameSynced: boolean;
}

export interface FakeDisk extends Disk {
  /** Direct access for tests that damage what is stored. */
  files: Map<string, FakeFile>;
  syncs: number;
  /** After so many further writes and syncs the power is gone: nothing settles any more. */
  losePowerAfter(operations: number): void;
  /** The power comes back. Every page of what was not synced is there or not, as the dice fall. */
  restart(random: () => number): void;
  /** As after a kill: what was written is there, synced or not. */
  restartAfterKill(): void;
  /** The next operation of this kind fails. */
  failNext(operation: "write" | "sync" | "truncate"): void;
}

/** What a careless log would do; planted to see that the tests notice. */
export type Mistake = "none" | "no_sync" | "no_name_sync";

/** Much smaller than real ones, so that small records are torn too. */
const pageBytes = 32;

export function createFakeDisk(mistake: Mistake = "none"): FakeDisk {
  const files = new Map<string, FakeFile>();
  const failing = new Set<string>();
  let operationsLeft = Number.POSITIVE_INFINITY;

  const never = new Promise<never>(() => {});

  async function operate(name: string): Promise<void> {
    await null;
    if (operationsLeft-- <= 0) await never;
    if (failing.delete(name)) throw new Error(`ENOSPC: ${name}`);
  }

  function toFile(file: FakeFile): DiskFile {
    return {
      size: async () => file.written.length,
      async read(into, position) {
        await null;
        return file.written.copy(into, 0, position);
      },
      async write(bytes, position) {
        // Half of a failing or interrupted write may have been done.
        const isLast = operationsLeft <= 0 || failing.has("write");
        const done = isLast ? bytes.subarray(0, bytes.length >> 1) : bytes;
        const end = Math.max(file.written.length, position + done.length);
        file.written = Buffer.concat([file.written], end);
        done.copy(file.written, position);
        await operate("write");
      },
      async sync() {
        await operate("sync");
        disk.syncs++;
        if (mistake !== "no_sync") file.synced = Buffer.from(file.written);
      },
      async truncate(size) {
        await operate("truncate");
        file.written = Buffer.concat([file.written], size);
      },
      close: async () => {},
    };
  }

  const disk: FakeDisk = {
    files,
    syncs: 0,
    names: async () => [...files.keys()],
    async open(name) {
      const file = files.get(name);
      if (!file) throw new Error(`ENOENT: ${name}`);
      return toFile(file);
    },
    async make(name) {
      const made = { written: Buffer.alloc(0), synced: Buffer.alloc(0), isNameSynced: false };
      const file = files.get(name) ?? made;
      files.set(name, file);
      return toFile(file);
    },
    remove: async (name) => {
      files.delete(name);
    },
    async syncNames() {
      await operate("syncNames");
      if (mistake !== "no_name_sync") for (const file of files.values()) file.isNameSynced = true;
    },
    losePowerAfter: (operations) => {
      operationsLeft = operations;
    },
    restart(random) {
      operationsLeft = Number.POSITIVE_INFINITY;
      for (const [name, file] of files) {
        if (!file.isNameSynced && random() < 0.5) files.delete(name);
        file.isNameSynced = true;
        file.written = mixPages(file, random);
        file.synced = Buffer.from(file.written);
      }
    },
    restartAfterKill() {
      operationsLeft = Number.POSITIVE_INFINITY;
    },
    failNext: (operation) => failing.add(operation),
  };
  return disk;
}

function mixPages({ written, synced }: FakeFile, random: () => number): Buffer {
  const length = random() < 0.5 ? written.length : synced.length;
  const pages: Buffer[] = [];
  for (let at = 0; at < length; at += pageBytes) {
    const [before, after] = [synced, written].map((bytes) => Buffer.concat([bytes.subarray(at)], pageBytes));
    pages.push((random() < 0.5 ? before : after) as Buffer);
  }
  // A page that never reached the disk reads as zeros.
  return Buffer.concat([...pages], length);
}

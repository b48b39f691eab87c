import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a file so that whoever reads it meanwhile has the old one or the new one, whole. */
export function writeAside(path: string, content: string | Uint8Array): void {
  const aside = `${path}.${process.pid}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(aside, content);
  renameSync(aside, path);
}

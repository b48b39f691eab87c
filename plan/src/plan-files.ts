// The only file that reads plans, from the disk or from git.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { TrackingPlan } from "./plan.ts";
import { readPlan } from "./read-plan.ts";

/** A version of a plan, and where it was found, for people. */
export interface Found {
  plan: TrackingPlan;
  where: string;
}

/**
 * Reads a plan's file.
 *
 * @throws Error that names the file, and all that is wrong with it
 */
export function readPlanFile(file: string): TrackingPlan {
  if (!existsSync(file)) {
    throw new Error(
      `${file}: expected a tracking plan, got no such file. docs/how-to/tracking-plan.md has one to begin with.`,
    );
  }
  return parse(readFileSync(file, "utf8"), file);
}

/**
 * Finds the version that a plan is compared with. A file of this name comes before a git ref.
 *
 * @param against a file or a git ref; null for the file at HEAD
 * @returns null where nobody asked and git has no last version
 * @throws Error where what was asked for is not there, or is no plan
 */
export function findLastVersion(file: string, against: string | null): Found | null {
  if (against !== null && existsSync(against)) return { plan: readPlanFile(against), where: against };
  const ref = against ?? "HEAD";
  const text = readFromGit(file, ref);
  const where = `${file} at ${ref}`;
  if (text !== null) return { plan: parse(text, where), where };
  if (against === null) return null;
  throw new Error(`--against: expected a file, or a git ref that has ${file}, got "${against}"`);
}

function readFromGit(file: string, ref: string): string | null {
  const path = resolve(file);
  try {
    return execFileSync("git", ["show", "--end-of-options", `${ref}:./${basename(path)}`], {
      cwd: dirname(path),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return null; // no git, no repository, no such ref, or not in it: to us the same
  }
}

function parse(text: string, where: string): TrackingPlan {
  const read = readPlan(text);
  if (read.ok) return read.plan;
  throw new Error(
    `${where} is no tracking plan:\n${read.problems.map((problem) => `  ${problem}`).join("\n")}`,
  );
}

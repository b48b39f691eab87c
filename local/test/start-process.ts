// The pipeline as a user starts it: a process group of its own, so that a signal reaches the whole tree.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface StartedProcess {
  /** What it has written so far. */
  output(): { out: string; error: string };
  /** Its URL, once it says that it runs. Fails where it ends instead. */
  ready: Promise<string>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  /** To every process of the group. */
  signal(name: NodeJS.Signals): void;
  /** The processes of the group that live. */
  living(): string[];
}

/** `node local/src/start.ts`, which is what `npm start` runs. */
export function startPipelineProcess(args: readonly string[]): StartedProcess {
  return startProcess(process.execPath, ["--import", "tsx", "local/src/start.ts", ...args]);
}

/** Ended with the test, whatever becomes of it. */
export function startProcess(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): StartedProcess {
  const { PORT: _, ...inherited } = process.env;
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, ...env },
  });
  const group = child.pid as number;
  const said = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said.error += text;
  });
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);

  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const url = /Live page +(http:\S+[^/])\/?\n/.exec(said.out)?.[1];
      if (url && said.out.includes("Ctrl-C")) resolve(url);
    });
    ended.then((how) => reject(new Error(`expected it to run, it ended with ${how}: ${said.error}`)));
  });
  ready.catch(() => {}); // a process that is meant to end has nobody waiting for this

  function signal(name: NodeJS.Signals): void {
    try {
      process.kill(-group, name);
    } catch {
      // no process of the group is left
    }
  }
  onTestFinished(() => signal("SIGKILL"));
  return { output: () => said, ready, ended, signal, living: () => listLiving(group) };
}

/** Without those that have ended and wait for a parent to notice (Z), which some containers' first process never does. */
function listLiving(group: number): string[] {
  const lines = execFileSync("ps", ["-eo", "pgid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => {
    const [pgid, stat] = line.trim().split(/\s+/);
    return Number(pgid) === group && !stat?.startsWith("Z");
  });
}

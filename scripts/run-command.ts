import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";

export const checkDir = ".cache/check";

/** Far beyond the slowest step: a hung test must end as a failure, not occupy CI until somebody looks. */
const timeoutMs = 30 * 60_000;

export interface Ended {
  /** Null where it was killed or could not be started. */
  code: number | null;
  /** Everything it printed. */
  output: string;
}

/**
 * Runs a command of node_modules/.bin, or `npm`, to its end.
 *
 * Its output goes through a file: a process that it left behind may hold a pipe open for ever.
 *
 * @param name of the log in {@link checkDir}
 */
export function runCommand(name: string, command: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  mkdirSync(checkDir, { recursive: true });
  const log = `${checkDir}/${name}.log`;
  const file = openSync(log, "w");
  const [program = "", ...args] = command;
  const path = `${process.cwd()}/node_modules/.bin:${process.env.PATH}`;
  // Colour codes make a log hard to read, and to compare.
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const child = spawn(program, args, {
    env: { ...inherited, NO_COLOR: "1", PATH: path, ...env },
    stdio: ["ignore", file, file],
    timeout: timeoutMs,
  });
  closeSync(file);
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: null, output: String(error) }));
    child.on("exit", (code, signal) => {
      const output = readFileSync(log, "utf8");
      resolve({ code, output: signal ? `${output}\nended by ${signal}` : output });
    });
  });
}

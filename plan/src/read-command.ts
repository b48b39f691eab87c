// The command line of npm run plan, read into something that cannot be wrong.

import { parseArgs } from "node:util";
import { isNear } from "./problems.ts";

/** The plan's file where nobody names another. */
export const defaultPlanFile = "tracking-plan.json";

export const usage = `Usage: npm run plan -- <command> [options]

  check              says what is wrong with the plan, and what it breaks since its last version
  types              prints TypeScript types of its events, for init<TrackingPlanEvents>()

  --plan <file>      the plan (default: ${defaultPlanFile})
  --against <what>   check: a git ref such as main, or a file with the last version
                     (default: the plan's file at HEAD, where git has it)
  --out <file>       types: write them to this file
  --help             print this

check exits with 1 where the plan is wrong, where its version went back, and where it breaks something
while its version was not raised.
`;

export type Command =
  | { kind: "check"; plan: string; against: string | null }
  | { kind: "types"; plan: string; out: string | null }
  | { kind: "help" }
  | { kind: "wrong"; message: string };

const names = ["check", "types"] as const;

const options = {
  plan: { type: "string", default: defaultPlanFile },
  against: { type: "string" },
  out: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

function isOption(arg: string): boolean {
  return Object.hasOwn(options, arg.slice(2).split("=")[0] as string);
}

/** @param args what follows the script's name */
export function readCommand(args: string[]): Command {
  const unknown = args.find((arg) => arg.startsWith("--") && !isOption(arg));
  if (unknown) return wrong(`expected one of --${Object.keys(options).join(", --")}, got ${unknown}`);
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (values.help) return { kind: "help" };
    const [name, second] = positionals;
    if (second !== undefined) return wrong(`expected one command, got "${positionals.join(" ")}"`);
    const { plan, against = null, out = null } = values;
    if (name === "check") {
      return out === null ? { kind: name, plan, against } : wrong("--out: expected with types, got check");
    }
    if (name === "types") {
      return against === null
        ? { kind: name, plan, out }
        : wrong("--against: expected with check, got types");
    }
    return wrong(`expected check or types, got ${name === undefined ? "nothing" : `"${name}"${hint(name)}`}`);
  } catch (error) {
    return wrong((error as Error).message);
  }
}

function wrong(message: string): Command {
  return { kind: "wrong", message };
}

function hint(typed: string): string {
  const near = names.find((name) => isNear(name, typed));
  return near ? `: did you mean ${near}?` : "";
}

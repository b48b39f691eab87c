// npm run plan: checks a tracking plan, or makes types of it.

import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type Change, comparePlans, judgeVersions } from "./compare-plans.ts";
import { findLastVersion, readPlanFile } from "./plan-files.ts";
import { type Command, readCommand, usage } from "./read-command.ts";
import { toTypes } from "./to-types.ts";

function check({ plan: file, against }: Extract<Command, { kind: "check" }>): number {
  const plan = readPlanFile(file);
  const count = plan.events.length;
  console.log(`${file}: version ${plan.version}, ${count} ${count === 1 ? "event" : "events"}, well-formed.`);
  const last = findLastVersion(file, against);
  if (!last) {
    console.log("There is no last version in git to compare it with; --against names one.");
    return 0;
  }
  const changes = comparePlans(last.plan, plan);
  for (const change of changes) console.log(toLine(change));
  const { ok, message } = judgeVersions(last.plan.version, plan.version, changes.length);
  if (ok) console.log(`${message} (Compared with ${last.where}.)`);
  else console.error(`${message} (Compared with ${last.where}.)`);
  return ok ? 0 : 1;
}

function toLine({ pointer, breaks, what }: Change): string {
  return `breaks ${breaks === "both" ? "senders and readers" : breaks}: #${pointer}: ${what}`;
}

function writeTypes({ plan: file, out }: Extract<Command, { kind: "types" }>): number {
  const types = toTypes(readPlanFile(file), basename(file));
  if (out === null) process.stdout.write(types);
  else {
    writeFileSync(out, types);
    console.log(`wrote ${out}`);
  }
  return 0;
}

function run(command: Command): number {
  switch (command.kind) {
    case "check":
      return check(command);
    case "types":
      return writeTypes(command);
    case "help":
      process.stdout.write(usage);
      return 0;
    case "wrong":
      process.stderr.write(`${command.message}\n\n${usage}`);
      return 2;
  }
}

try {
  process.exitCode = run(readCommand(process.argv.slice(2)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

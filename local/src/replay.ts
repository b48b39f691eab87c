// npm run replay: rejected events get a second chance.

import { fileURLToPath } from "node:url";
import { readCommand, usage } from "./replay/read-command.ts";
import { runReplay } from "./replay/run-replay.ts";

const builtReplay = fileURLToPath(new URL("../../collector/dist/replay.mjs", import.meta.url));

async function run(args: string[]): Promise<number> {
  const command = readCommand(args);
  if (command.kind === "help") {
    process.stdout.write(usage);
    return 0;
  }
  if (command.kind === "wrong") {
    process.stderr.write(`${command.message}\n\n${usage}`);
    return 2;
  }
  try {
    const { isDone, text } = await runReplay(command, builtReplay);
    (isDone ? process.stdout : process.stderr).write(`${text}\n`);
    return isDone ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

process.exitCode = await run(process.argv.slice(2));

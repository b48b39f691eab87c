// npm run reset: deletes the data of the pipeline on this machine, and only that.

import { lstat, readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const usage = `Usage: npm run reset -- [options]

Deletes the rows, the undeliverable records, the stream and the checkpoint, after asking.

  --yes              do not ask
  --data-dir <dir>   where the data is (default: .riacho in the repository)
  --help             print this
`;

const defaultDataDir = fileURLToPath(new URL("../../.riacho", import.meta.url));

/** All that the pipeline writes in its data folder, and the only names that its folders may hold at their top. */
const known: readonly { name: string; holds: RegExp | null }[] = [
  { name: "rows", holds: /^dt=/ },
  { name: "errors", holds: /^dt=/ },
  { name: "stream", holds: /^(lock.*|stream\.json.*|shardId-\d+)$/ },
  { name: "checkpoint.json", holds: null },
  { name: "checkpoint.json.tmp", holds: null },
];

interface Found {
  path: string;
  files: number;
  bytes: number;
}

async function reset({ dataDir, yes }: { dataDir: string; yes: boolean }): Promise<number> {
  const pid = await readRunningPid(dataDir);
  if (pid !== null) {
    const otherwise = `or delete ${toLockPath(dataDir)} if it is another program's`;
    return refuse(`the pipeline runs on ${dataDir} (process ${pid}): stop it first, ${otherwise}`);
  }
  const foreign = await findForeign(dataDir);
  if (foreign !== null) return refuse(`${foreign} is not the pipeline's: nothing was deleted`);
  const found = await findData(dataDir);
  if (found.length === 0) {
    process.stdout.write(`There is nothing to delete in ${dataDir}.\n`);
    return 0;
  }
  process.stdout.write(`To be deleted:\n${found.map(toLine).join("")}`);
  if (!yes && !process.stdin.isTTY)
    return refuse("expected --yes where nobody can be asked: nothing was deleted");
  if (!yes && !(await confirm())) return refuse("nothing was deleted");
  for (const { path } of found) await rm(path, { recursive: true, force: true });
  process.stdout.write("Deleted.\n");
  return 0;
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}

function toLine({ path, files, bytes }: Found): string {
  return `  ${path}  ${files} ${files === 1 ? "file" : "files"}, ${(bytes / 1e6).toFixed(2)} MB\n`;
}

async function confirm(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D leave the question open; that is a no.
  const left = new Promise<string>((answer) => terminal.once("close", () => answer("")));
  const answer = await Promise.race([terminal.question('Type "yes" to delete: '), left]).catch(() => "");
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function toLockPath(dataDir: string): string {
  return join(dataDir, "stream/lock");
}

/** The process that holds the stream's lock, or null where there is none that lives. */
async function readRunningPid(dataDir: string): Promise<number | null> {
  const pid = Number(await readFile(toLockPath(dataDir), "utf8").catch(() => ""));
  // Our own pid was left by a process that had it before, as in a restarted container.
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return null;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? pid : null;
  }
}

/** Something that the pipeline did not write, under a name that it uses: then the folder may be another program's. */
async function findForeign(dataDir: string): Promise<string | null> {
  for (const { name, holds } of known) {
    const path = join(dataDir, name);
    const stat = await lstat(path).catch(() => null);
    if (stat === null) continue;
    if (stat.isDirectory() !== (holds !== null)) return path;
    if (holds === null) continue;
    const other = (await readdir(path)).find((inside) => !holds.test(inside));
    if (other !== undefined) return join(path, other);
  }
  return null;
}

async function findData(dataDir: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const { name } of known) {
    const path = join(dataDir, name);
    if ((await lstat(path).catch(() => null)) !== null) found.push({ path, ...(await measure(path)) });
  }
  return found;
}

async function measure(path: string): Promise<Pick<Found, "files" | "bytes">> {
  const stat = await lstat(path);
  if (!stat.isDirectory()) return { files: 1, bytes: stat.size };
  let files = 0;
  let bytes = 0;
  for (const inside of await readdir(path)) {
    const below = await measure(join(path, inside));
    files += below.files;
    bytes += below.bytes;
  }
  return { files, bytes };
}

type Command =
  | { kind: "reset"; dataDir: string; yes: boolean }
  | { kind: "help" }
  | { kind: "wrong"; message: string };

function readCommand(args: string[]): Command {
  try {
    const { values } = parseArgs({
      args,
      options: {
        yes: { type: "boolean", default: false },
        "data-dir": { type: "string", default: defaultDataDir },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    return { kind: "reset", dataDir: resolve(values["data-dir"]), yes: values.yes };
  } catch (error) {
    return { kind: "wrong", message: (error as Error).message };
  }
}

async function run(command: Command): Promise<number> {
  if (command.kind === "reset") return reset(command);
  if (command.kind === "help") {
    process.stdout.write(usage);
    return 0;
  }
  process.stderr.write(`${command.message}\n\n${usage}`);
  return 2;
}

process.exitCode = await run(readCommand(process.argv.slice(2)));

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const script = fileURLToPath(new URL("../src/reset.ts", import.meta.url));
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "riacho-reset-"));
  await put("rows/dt=2026-01-01/hh=00/a.parquet");
  await put("rows/dt=2026-01-01/hh=00/b.parquet");
  await put("errors/dt=2026-01-01/hh=00/a.ndjson");
  await put("stream/stream.json");
  await put("stream/shardId-000000000000/00000000000000000000.log");
  await put("checkpoint.json");
  await put("notes.txt");
  await put("photos/one.jpg");
});

afterEach(() => rm(dataDir, { recursive: true }));

async function put(path: string, text = "12345"): Promise<void> {
  await mkdir(dirname(join(dataDir, path)), { recursive: true });
  await writeFile(join(dataDir, path), text);
}

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((ended) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", script, "--data-dir", dataDir, ...args],
      (error, out, err) => ended({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
    child.stdin?.end();
  });
}

const names = async () => (await readdir(dataDir)).sort();
const all = ["checkpoint.json", "errors", "notes.txt", "photos", "rows", "stream"];

test("with --yes it lists and deletes what the pipeline wrote, and nothing else", async () => {
  const { code, out } = await run("--yes");
  expect(code).toBe(0);
  expect(out).toMatch(
    /rows {2}2 files, 0\.00 MB\n.*errors {2}1 file, .*\n.*stream {2}2 files, .*\n.*checkpoint\.json/,
  );
  expect(await names()).toEqual(["notes.txt", "photos"]);
  expect((await run("--yes")).out).toContain("There is nothing to delete");
});

test("where nobody can be asked it refuses without --yes", async () => {
  const { code, err } = await run();
  expect(code).toBe(1);
  expect(err).toContain("expected --yes where nobody can be asked");
  expect(await names()).toEqual(all);
});

test("it refuses while a pipeline runs, and not because of one that died", async () => {
  await put("stream/lock", String(process.pid));
  const refused = await run("--yes");
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(`process ${process.pid}`);
  expect(await names()).toEqual(all);

  await put("stream/lock", "999999999");
  expect((await run("--yes")).code).toBe(0);
});

test("a folder of the same name with foreign files in it is left alone, with all the rest", async () => {
  await put("stream/src/index.ts");
  const { code, err } = await run("--yes");
  expect(code).toBe(1);
  expect(err).toContain("stream/src is not the pipeline's");
  expect(await names()).toEqual(all);
});

test("a link in place of a folder is not followed", async () => {
  await rm(join(dataDir, "rows"), { recursive: true });
  await symlink(join(dataDir, "photos"), join(dataDir, "rows"));
  expect((await run("--yes")).code).toBe(1);
  expect(await readdir(join(dataDir, "photos"))).toEqual(["one.jpg"]);
});

test("an unknown flag is named, and code 2", async () => {
  const { code, err } = await run("--force");
  expect(code).toBe(2);
  expect(err).toContain("Unknown option '--force'");
  expect(await names()).toEqual(all);
});

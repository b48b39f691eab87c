import { execFile } from "node:child_process";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeRows } from "./warehouse-rows.ts";

const script = fileURLToPath(new URL("../src/query.ts", import.meta.url));
let root: string;
let dataDir: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "riacho-query-"));
  dataDir = join(root, "data");
  await writeRows(dataDir, "dt=2026-01-01/hh=00", [
    {
      event_id: "a",
      app_id: "shop",
      name: "x".repeat(300),
      status: "accepted",
      seq: Number.MAX_SAFE_INTEGER,
    },
  ]);
});

afterAll(() => rm(root, { recursive: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the command; a short stop of its stdin is a program that pipes nothing. */
function run(args: string[], stdin = ""): Promise<Ended> {
  return new Promise((ended) => {
    const child = execFile(process.execPath, ["--import", "tsx", script, ...args], (error, out, err) => {
      ended({ code: typeof error?.code === "number" ? error.code : 0, out, err });
    });
    child.stdin?.end(stdin);
  });
}

test("one object per row with --json, never cut, and nothing else on stdout", async () => {
  const { code, out, err } = await run([
    "--json",
    "--data-dir",
    dataDir,
    "select name, seq, reason from events",
  ]);
  expect([code, err]).toEqual([0, ""]);
  expect(JSON.parse(out)).toEqual([{ name: "x".repeat(300), seq: Number.MAX_SAFE_INTEGER, reason: null }]);
});

test("a table otherwise; SQL may come from stdin", async () => {
  const { code, out } = await run(["--data-dir", dataDir, "-"], "select event_id, app_id\nfrom rows");
  expect(code).toBe(0);
  expect(out).toMatch(/│ event_id │ app_id │[\s\S]*│ a {8}│ shop {3}│[\s\S]*\n1 row\n$/);
});

test("wrong SQL: the engine's message, no stack, code 1", async () => {
  const { code, out, err } = await run(["--data-dir", dataDir, "select nope from events"]);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(/^Binder Error: .*nope/);
  expect(err).not.toMatch(/\n\s+at /);
});

test("no rows yet: an answer about none, and where rows come from; no folder is made", async () => {
  const missing = join(root, "missing");
  const { code, out, err } = await run(["--json", "--data-dir", missing, "select * from events"]);
  expect([code, JSON.parse(out)]).toEqual([0, []]);
  expect(err).toMatch(/no rows in .*missing yet: start the pipeline with "npm start"/);
  await expect(access(missing)).rejects.toThrow("ENOENT");
});

test.each([
  [[], "expected a SELECT in quotes, got nothing"],
  [["select", "1"], "expected one SELECT in quotes, got 2 arguments"],
  [["--jsno", "select 1"], "Unknown option '--jsno'"],
])("%j: what was expected, and code 2", async (args, message) => {
  const { code, out, err } = await run(args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(message);
  expect(err).toContain("Usage:");
});

test("--help says how", async () => {
  const { code, out } = await run(["--help"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: npm run query/);
});

// npm run plan, as it is started.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const script = resolve("plan/src/main.ts");
const tsx = resolve("node_modules/tsx/dist/loader.mjs");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "riacho-plan-"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: "ignore" });
  git("init");
  writePlan(1, { n: { type: "number" } });
  git("add", ".");
  git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-m", "First plan");
});
beforeEach(() => writePlan(1, { n: { type: "number" } }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writePlan(version: number, properties: object, file = "tracking-plan.json"): void {
  const events = { share: { props: { properties } } };
  writeFileSync(join(folder, file), JSON.stringify({ version, events }));
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", tsx, script, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("check compares with HEAD, and takes breaking changes with a higher version alone", () => {
  const compared = "(Compared with tracking-plan.json at HEAD.)";
  expect(run("check")).toEqual({
    status: 0,
    stdout: `tracking-plan.json: version 1, 1 event, well-formed.\nNo breaking changes since version 1. ${compared}\n`,
    stderr: "",
  });
  writePlan(1, { n: { type: "integer" } });
  const broken = run("check");
  expect(broken.status).toBe(1);
  expect(broken.stdout).toContain("breaks senders: #/events/share/props/properties/n/type: type narrowed");
  expect(broken.stderr).toBe(
    `#/version: 1 breaking change, and the version is still 1: undo it, or set "version" to 2 and tell those whom it breaks. ${compared}\n`,
  );
  writePlan(2, { n: { type: "integer" } });
  expect(run("check")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("which version 2 after 1 makes known"),
  });
});

test("check compares with a ref, or with a file", () => {
  writePlan(1, {}, "old.json");
  expect(run("check", "--against", "HEAD").stdout).toContain("at HEAD");
  expect(run("check", "--against", "old.json").stdout).toContain("Compared with old.json");
  expect(run("check", "--plan", "old.json").stdout).toContain("no last version in git");
  const { status, stderr } = run("check", "--against", "mian");
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: '--against: expected a file, or a git ref that has tracking-plan.json, got "mian"\n',
  });
});

test("a plan that is wrong or missing is named", () => {
  writeFileSync(join(folder, "wrong.json"), '{"version":"1","events":{}}');
  expect(run("check", "--plan", "wrong.json")).toMatchObject({
    status: 1,
    stderr: 'wrong.json is no tracking plan:\n  #/version: expected a whole number from 1, got "1"\n',
  });
  expect(run("types", "--plan", "none.json")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("none.json: expected a tracking plan, got no such file"),
  });
});

test("types are printed, or written to a file", () => {
  const { stdout } = run("types");
  expect(stdout).toContain("share: {\n    n?: number;\n  } | undefined;");
  expect(run("types", "--out", "events.ts").stdout).toBe("wrote events.ts\n");
  expect(readFileSync(join(folder, "events.ts"), "utf8")).toBe(stdout);
});

test.each([
  [[], "expected check or types, got nothing"],
  [["chekc"], 'expected check or types, got "chekc": did you mean check?'],
  [["check", "types"], 'expected one command, got "check types"'],
  [["check", "--aganst", "main"], "expected one of --plan, --against, --out, --help, got --aganst"],
  [["check", "--out", "x"], "--out: expected with types, got check"],
])("%j says what is possible", (args, message) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr.startsWith(`${message}\n\nUsage: npm run plan`)).toBe(true);
});

test("--help prints the usage", () => {
  expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("Usage: npm run plan") });
});

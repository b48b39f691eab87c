// Each folder has its own `lib` and `types`: planted globals prove that tsc knows where it is.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder: string;

beforeAll(async () => {
  // Inside the repository, so that tsc finds the types of Node.
  await mkdir(".cache", { recursive: true });
  folder = await mkdtemp(resolve(".cache/libs-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What tsc says of one expression, compiled as a file of the workspace would be. */
async function compile(workspace: string, expression: string): Promise<string> {
  const file = join(folder, `${workspace}.ts`);
  const project = join(folder, `${workspace}.json`);
  const compilerOptions = { composite: false, emitDeclarationOnly: false, noEmit: true, rootDir: "/" };
  await writeFile(file, `export const planted = ${expression};\n`);
  const config = {
    extends: resolve(workspace, "tsconfig.json"),
    compilerOptions,
    include: [file],
    references: [],
  };
  await writeFile(project, JSON.stringify(config));
  const tsc = promisify(execFile)(resolve("node_modules/.bin/tsc"), ["-p", project]);
  return tsc.then(
    () => "",
    ({ stdout }) => stdout,
  );
}

test.each([
  ["contract", "process.env"],
  ["contract", "document.title"],
  ["contract", "fetch"],
  ["sdk", "process.env"],
  ["collector", "window.name"],
  ["collector", "document.title"],
  ["analytics", "window.name"],
  ["plan", "window.name"],
  ["local", "window.name"],
  ["infra", "window.name"],
])("%s does not know %s", async (workspace, expression) => {
  const [name] = expression.split(".");
  expect(await compile(workspace, expression)).toContain(`Cannot find name '${name}'`);
});

test.each([
  ["contract", "JSON.stringify(1)"],
  ["sdk", "document.title"],
  ["collector", "process.pid"],
])("%s knows %s", async (workspace, expression) => {
  expect(await compile(workspace, expression)).toBe("");
});

// The package as npm would deliver it: packed, unpacked beside its dependencies, used from another project.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const require = createRequire(import.meta.url);

let project: string;

beforeAll(async () => {
  if (!existsSync("sdk/dist/index.d.ts")) throw new Error("expected a built SDK: run npm run build");
  project = await mkdtemp(join(tmpdir(), "riacho-package-"));
  const installed = join(project, "node_modules/@riacho/sdk");
  await mkdir(installed, { recursive: true });
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", project];
  await run("npm", args, { cwd: "sdk" });
  const tarball = (await readdir(project)).find((file) => file.endsWith(".tgz")) as string;
  await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"], { cwd: project });
  for (const name of ["idb-keyval", "uuid", "web-vitals"]) {
    // From here, since another package of the repository may have brought another version.
    // Its folder is cut from its main file's path: not every package lets its package.json be found.
    const [folder = ""] = /.*\/node_modules\/[^/]+/.exec(require.resolve(name)) ?? [];
    await symlink(folder, join(project, "node_modules", name));
  }
  await writeFile(join(project, "package.json"), '{ "type": "module" }');
}, 60_000);

afterAll(() => rm(project, { recursive: true, force: true }));

test("holds what its users need, and no sources", async () => {
  const files = await readdir(join(project, "node_modules/@riacho/sdk"), { recursive: true });
  expect(files.sort()).toEqual([
    "LICENSE",
    "README.md",
    "dist",
    "dist/debug.d.ts",
    "dist/debug.js",
    "dist/debug.js.map",
    "dist/index.d.ts",
    "dist/index.js",
    "dist/index.js.map",
    "dist/riacho-debug.js",
    "dist/riacho-debug.js.map",
    "dist/riacho.js",
    "dist/riacho.js.map",
    "dist/web-vitals.d.ts",
    "dist/web-vitals.js",
    "dist/web-vitals.js.map",
    "package.json",
  ]);
});

test("its types stand alone", async () => {
  const types = await readFile(join(project, "node_modules/@riacho/sdk/dist/index.d.ts"), "utf8");
  expect(types).not.toMatch(/\bimport\b|@riacho\//);
});

/** What tsc says of a program that uses the package, dependencies' types included. */
async function compile(moduleResolution: string, program: string): Promise<string> {
  await writeFile(join(project, "program.ts"), program);
  const module = moduleResolution === "nodenext" ? "nodenext" : "esnext";
  const flags = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
  const args = [...flags, "--module", module, "--moduleResolution", moduleResolution, "program.ts"];
  return run(resolve("node_modules/.bin/tsc"), args, { cwd: project }).then(
    () => "",
    ({ stdout }) => stdout,
  );
}

const program = `import { init, pageViews, type Client, type Options, type Plugin } from "@riacho/sdk";
import { debug, overlay } from "@riacho/sdk/debug";
import { webVitals } from "@riacho/sdk/web-vitals";
const options: Options = { appId: "x", endpoint: "https://t.example.com", plugins: [pageViews(), webVitals(), debug(), overlay()] };
const client: Client = init(options);
client.track("a", { b: 1 });
init({ appId: "x", endpoint: "https://t.example.com" }).track("a", { b: 1 });
export const plugin: Plugin = ({ track }) => () => track("gone");
`;

test.each(["bundler", "nodenext"])("type-checks with moduleResolution %s", async (moduleResolution) => {
  expect(await compile(moduleResolution, program)).toBe("");
});

test("its types refuse what the SDK would refuse", async () => {
  const wrong = 'import { init } from "@riacho/sdk";\ninit({ appId: "x" }).track("a", { b: () => {} });\n';
  expect(await compile("bundler", wrong)).toContain("program.ts(2,");
});

test("on a server it can be imported, and does nothing", async () => {
  const server = `import { init, pageViews } from "@riacho/sdk";
import { debug, overlay } from "@riacho/sdk/debug";
import { webVitals } from "@riacho/sdk/web-vitals";
const plugins = [pageViews(), webVitals(), debug(), overlay()];
const client = init({ appId: "x", endpoint: "https://t.example.com", plugins });
client.track("a", { b: 1 });
await client.flush();
client.close();
console.log("done");
`;
  await writeFile(join(project, "server.js"), server);
  const { stdout, stderr } = await run(process.execPath, ["server.js"], { cwd: project });
  expect({ stdout, stderr }).toEqual({ stdout: "done\n", stderr: "" });
});

// The package as npm installs it: into a Vite application and into a Node program, without a registry.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);

let project: string;

/** Packs a folder for the project to depend on. */
async function pack(folder: string): Promise<string> {
  const args = ["pack", resolve(folder), "--ignore-scripts", "--json", "--pack-destination", project];
  const { stdout } = await run("npm", args);
  return `file:${JSON.parse(stdout)[0].filename}`;
}

beforeAll(async () => {
  if (!existsSync("sdk/dist/index.d.ts")) throw new Error("expected a built SDK: run npm run build");
  project = await mkdtemp(join(tmpdir(), "riacho-pack-"));
  // From tarballs, as no registry is asked: npm takes them where the SDK wants these very versions.
  const dependencies = {
    "@riacho/sdk": await pack("sdk"),
    "idb-keyval": await pack("node_modules/idb-keyval"),
    "web-vitals": await pack("node_modules/web-vitals"),
  };
  await writeFile(join(project, "package.json"), JSON.stringify({ type: "module", dependencies }));
  const args = ["install", "--offline", "--no-audit", "--no-fund"];
  await run("npm", args, { cwd: project });
}, 120_000);

afterAll(() => rm(project, { recursive: true, force: true }));

const program = `import { autocapture, init } from "@riacho/sdk";
import { webVitals } from "@riacho/sdk/web-vitals";
const riacho = init({
  appId: "shop",
  endpoint: "https://t.example.com",
  plugins: [autocapture(), webVitals()],
});
riacho.track("sign_up", { method: "email" });
riacho.identify("user-42");
riacho.consent("denied");
await riacho.flush();
riacho.close();
console.log("done");
`;

test("npm finds nothing missing and nothing that does not fit", async () => {
  const { stdout } = await run("npm", ["ls", "--all", "--json"], { cwd: project });
  const { problems, dependencies } = JSON.parse(stdout);
  expect(problems).toBeUndefined();
  expect(Object.keys(dependencies["@riacho/sdk"].dependencies)).toEqual(["idb-keyval", "web-vitals"]);
});

test("a Node program imports it and goes on, without a word and without a browser", async () => {
  await writeFile(join(project, "program.js"), program);
  const { stdout, stderr } = await run(process.execPath, ["program.js"], { cwd: project });
  expect({ stdout, stderr }).toEqual({ stdout: "done\n", stderr: "" });
});

test("Vite builds an application with it, and leaves out what is not imported", async () => {
  const app = join(project, "app");
  await mkdir(app);
  await writeFile(join(app, "index.html"), '<script type="module" src="main.ts"></script>');
  await writeFile(join(app, "main.ts"), 'import { init } from "@riacho/sdk";\ninit({ appId: "shop" });\n');
  await run(resolve("node_modules/.bin/vite"), ["build", "--logLevel", "warn"], {
    cwd: app,
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [script = ""] = await readdir(join(app, "dist/assets"));
  const code = await readFile(join(app, "dist/assets", script), "utf8");
  const found = ["/v1/events", "form_start", "percent_scrolled", "first_visit"].filter((word) =>
    code.includes(word),
  );
  expect(found).toEqual(["/v1/events"]);
});

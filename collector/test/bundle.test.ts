// What is deployed, as `npm run build` left it.

import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

const path = fileURLToPath(new URL("../dist/handler.mjs", import.meta.url));
/** Lambda loads every byte of it at each cold start. Above what was measured, so that a library which creeps in shows. */
const bytesMax = 84_000;

test("the bundle is small", () => {
  const { length } = readFileSync(path);
  console.log(`handler.mjs: ${length} of ${bytesMax} bytes`);
  expect(length).toBeLessThanOrEqual(bytesMax);
});

test("the bundle imports no HTTP of Node by name, which would load fetch and WebSocket too", () => {
  const imported = [...readFileSync(path, "utf8").matchAll(/from\s*"([^"]+)"/g)].map(([, name]) => name);
  expect(imported.length).toBeGreaterThan(0);
  expect(imported.filter((name) => /^(node:)?https?$/.test(name ?? ""))).toEqual([]);
});

/** Loads the bundle with this environment alone, and tells its error. */
function loadError(env: Record<string, string>): Promise<string> {
  const code = `await import(${JSON.stringify(pathToFileURL(path).href)})`;
  const worker = new Worker(`(async () => { ${code} })()`, { eval: true, env, execArgv: [] });
  return new Promise((resolve) => {
    worker.on("error", (error) => resolve(String(error)));
    worker.on("exit", () => resolve("none"));
  });
}

const env = { RIACHO_STREAM: "events", RIACHO_APPS: "{}", AWS_REGION: "eu-west-1" };

test("with keys in its environment it loads", async () => {
  expect(await loadError({ ...env, AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" })).toBe("none");
});

test.each([
  ["AWS_PROFILE", "dev"],
  ["AWS_WEB_IDENTITY_TOKEN_FILE", "/token"],
  ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"],
])(
  "with %s for credentials it says at once that it does not read them",
  { timeout: 5_000 },
  async (name, set) => {
    expect(await loadError({ ...env, [name]: set })).toContain(
      `got ${name}, which the collector does not read`,
    );
  },
);

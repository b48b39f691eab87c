// What the SDK costs a page, as a server would send it.

import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { rollup } from "rollup";
import { expect, test } from "vitest";
import { minify, plugins } from "../../rollup.config.mjs";

const sdk = JSON.stringify(`${process.cwd()}/sdk/src/index.ts`);
const webVitals = JSON.stringify(`${process.cwd()}/sdk/src/web-vitals.ts`);

/** In bytes. The first is a promise of the README; the others sit just above what was measured, so that growth shows. */
const limits: [what: string, limit: number, read: () => string | Promise<string>][] = [
  ["riacho.js", 4500, () => readFileSync("sdk/dist/riacho.js", "utf8")],
  ["init, bundled", 4224, () => bundle(`export { init } from ${sdk}`)],
  ["init and pageViews, bundled", 4416, () => bundle(`export { init, pageViews } from ${sdk}`)],
  ["of it uuid", 640, () => bundle(`export { v7 } from "uuid"`)],
  ["of it idb-keyval", 256, () => bundle(`export { createStore, promisifyRequest } from "idb-keyval"`)],
  ["scrollDepth, with what watches the address", 528, () => bundle(`export { scrollDepth } from ${sdk}`)],
  ["clicks", 832, () => bundle(`export { clicks } from ${sdk}`)],
  ["engagement, with what watches the address", 608, () => bundle(`export { engagement } from ${sdk}`)],
  ["forms, with what watches the address", 848, () => bundle(`export { forms } from ${sdk}`)],
  ["siteSearch, with what watches the address", 424, () => bundle(`export { siteSearch } from ${sdk}`)],
  ["jsErrors", 496, () => bundle(`export { jsErrors } from ${sdk}`)],
  ["webVitals", 3050, () => bundle(`export { webVitals } from ${webVitals}`)],
  ["of it web-vitals", 2976, () => bundle(`export { onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals"`)],
  ["the stub of the script tag", 350, readStub],
];

function toSize(code: string): number {
  return brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

function expectWithin(code: string, limit: number): number {
  const size = toSize(code);
  expect(size).toBeLessThanOrEqual(limit);
  return size;
}

/** As an application's bundler would take it in, dependencies included. */
async function bundle(code: string): Promise<string> {
  // A name beside the SDK's sources, so that its dependencies are found.
  const entry = `${process.cwd()}/sdk/src/application.js`;
  const application = {
    name: "application",
    resolveId: (id: string) => (id === entry ? id : null),
    load: (id: string) => (id === entry ? code : null),
  };
  const bundled = await rollup({ input: entry, plugins: [application, ...plugins, minify] });
  const { output } = await bundled.generate({ format: "esm", generatedCode: "es2015" });
  await bundled.close();
  return output[0].code;
}

function readStub(): string {
  const page = readFileSync("examples/script-tag/index.html", "utf8");
  const tags = /<script>.*?<\/script>\s*<script[^>]*riacho\.js[^>]*><\/script>/s.exec(page);
  if (!tags) throw new Error("expected the stub and the script tag in examples/script-tag/index.html");
  return tags[0];
}

test.each(limits)("%s is at most %i bytes of brotli", async (what, limit, read) => {
  const size = expectWithin(await read(), limit);
  console.log(`${what}: ${size} of ${limit} bytes`);
});

test("what is too big is refused", () => {
  const incompressible = Array.from({ length: 400 }, (_, index) => ((index * 7919) % 9973).toString(36)).join(
    "",
  );
  expect(() => expectWithin(incompressible, 350)).toThrow("350");
});

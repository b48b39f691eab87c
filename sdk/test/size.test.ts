// What the SDK costs a page, as a server would send it.

import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { rollup } from "rollup";
import { expect, test } from "vitest";
import { minify, plugins } from "../../rollup.config.mjs";

/** In bytes. The first is a promise of the README; the others sit just above what was measured, so that growth shows. */
const limits: [what: string, limit: number, read: () => string | Promise<string>][] = [
  ["riacho.js", 4500, () => readFileSync("sdk/dist/riacho.js", "utf8")],
  ["init, bundled", 4224, () => bundle("init")],
  ["init and pageViews, bundled", 4416, () => bundle("init, pageViews")],
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

/** As an application's bundler would take these exports in, dependencies included. */
async function bundle(names: string): Promise<string> {
  const entry = "\0application";
  const application = {
    name: "application",
    resolveId: (id: string) => (id === entry ? id : null),
    load: (id: string) => {
      return id === entry
        ? `export { ${names} } from ${JSON.stringify(`${process.cwd()}/sdk/src/index.ts`)};`
        : null;
    },
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

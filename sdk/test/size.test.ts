// What the SDK costs a page, as a server would send it.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bundle, toSize } from "./bundle-size.ts";
import { imports } from "./imports.ts";

/** In bytes. The first is a promise of the README; the others sit just above what was measured, so that growth shows. */
const limits: [what: string, limit: number, read: () => string | Promise<string>][] = [
  ["riacho.js, with all automatic capture", 7164, () => readFileSync("sdk/dist/riacho.js", "utf8")],
  ["init, the durable queue alone, bundled", 3576, () => bundle(imports.init)],
  ["init with visitors, facts and page views", 5424, () => bundle(imports["init-visitors-page-views"])],
  ["init with autocapture", 6992, () => bundle(imports["init-autocapture"])],
  ["of it idb-keyval", 256, () => bundle(`export { createStore, promisifyRequest } from "idb-keyval"`)],
  ["scrollDepth, with what watches the address", 512, () => bundle(imports["scroll-depth"])],
  ["clicks", 1088, () => bundle(imports.clicks)],
  ["engagement, with what watches the address", 604, () => bundle(imports.engagement)],
  ["forms, with what watches the address", 864, () => bundle(imports.forms)],
  ["siteSearch, with what watches the address", 672, () => bundle(imports["site-search"])],
  ["gzip", 384, () => bundle(imports.gzip)],
  ["jsErrors", 496, () => bundle(imports["js-errors"])],
  ["webVitals", 3050, () => bundle(imports["web-vitals"])],
  ["of it web-vitals", 2976, () => bundle(`export { onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals"`)],
  ["debug", 1952, () => bundle(imports.debug)],
  ["overlay", 4416, () => bundle(imports.overlay)],
  ["riacho-debug.js", 4976, () => readFileSync("sdk/dist/riacho-debug.js", "utf8")],
  ["the stub of the script tag", 350, readStub],
];

function expectWithin(code: string, limit: number): number {
  const size = toSize(code);
  expect(size).toBeLessThanOrEqual(limit);
  return size;
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

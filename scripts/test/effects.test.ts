// Each effect of the SDK has one file. Imports are the linter's business; these are globals, which it cannot tell
// from a property of the same name.

import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

/** By effect: how it looks, and the only files that may have it. */
const owners: Record<string, { pattern: RegExp; files: string[] }> = {
  network: {
    pattern: /\bfetch\)?\(|sendBeacon|XMLHttpRequest|WebSocket|EventSource/,
    files: ["gzip.ts", "send.ts"],
  },
  IndexedDB: { pattern: /indexedDB|\bIDB[A-Z]|idb-keyval/, files: ["storage.ts"] },
  "localStorage and cookies": {
    pattern: /localStorage|sessionStorage|document\.cookie/,
    files: ["kept.ts"],
  },
  locks: { pattern: /navigator\.locks/, files: ["ownership.ts"] },
  "the page's life": {
    pattern: /"(pagehide|visibilitychange|online|freeze|beforeunload|unload)"/,
    files: ["autocapture.ts", "engagement.ts", "gzip.ts", "page-life.ts", "page-views.ts"],
  },
  "the history": { pattern: /pushState|replaceState|popstate/, files: ["address.ts"] },
  "the clock and the dice": {
    pattern: /Date\.now|new Date\(\)|performance\.|Math\.random/,
    // What decides is given the time: queue.ts, outcome.ts.
    files: [
      "adopt.ts",
      "client.ts",
      "deliver.ts",
      "engagement.ts",
      "js-errors.ts",
      "page-views.ts",
      "send.ts",
    ],
  },
  "ids that are unique": { pattern: /crypto\./, files: ["id.ts"] },
  timers: {
    pattern: /setTimeout|setInterval|requestIdleCallback/,
    files: [
      "autocapture.ts",
      "client.ts",
      "debug-watch.ts",
      "deliver.ts",
      "kept.ts",
      "ownership.ts",
      "page-views.ts",
      "send.ts",
      "storage.ts",
      "visitors.ts",
    ],
  },
};

/** Comments may name what they like. */
function toCode(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

async function readSources(): Promise<[file: string, code: string][]> {
  const files = (await readdir("sdk/src", { recursive: true })).filter((file) => file.endsWith(".ts"));
  return Promise.all(
    files.map(
      async (file): Promise<[string, string]> => [file, toCode(await readFile(`sdk/src/${file}`, "utf8"))],
    ),
  );
}

// Equal, not merely within: a pattern that matches nothing would hold nothing.
test.each(Object.entries(owners))("in the SDK, %s has its one place", async (_, { pattern, files }) => {
  const found = (await readSources()).filter(([, code]) => pattern.test(code)).map(([file]) => file);
  expect(found.sort()).toEqual(files);
});

test("a mention in a comment is no effect", () => {
  expect(toCode('/** fetch(1) */ const a = "https://b"; // fetch(2)')).toBe(' const a = "https://b";');
});

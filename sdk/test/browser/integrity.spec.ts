// The script under its version's name, as a page holds it to a hash.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { sdkVersion } from "../../src/version.ts";
import { chromiumOnly, expect, test } from "./fixture.ts";
import { snippet } from "./site.ts";

const script = readFileSync("sdk/dist/riacho.js");
const file = `riacho-${sdkVersion}.js`;
const hash = createHash("sha384").update(script).digest("base64");

const held = (hash: string): string =>
  snippet(`integrity="sha384-${hash}" crossorigin="anonymous" data-app-id="shop"`).replace("riacho.js", file);

test("a version's script has the same bytes and is kept for ever, riacho.js is asked for anew", async ({
  lab,
}) => {
  const [current, versioned] = await Promise.all([
    fetch(`${lab.url}/riacho.js`),
    fetch(`${lab.url}/${file}`),
  ]);
  expect(Buffer.from(await versioned.arrayBuffer()).equals(script)).toBe(true);
  expect(versioned.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(current.headers.get("cache-control")).toBe("no-cache");
  const etag = current.headers.get("etag") ?? "";
  const again = await fetch(`${lab.url}/riacho.js`, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});

test("a version that there is not is not found", async ({ lab }) => {
  expect((await fetch(`${lab.url}/riacho-0.0.0.js`)).status).toBe(404);
});

test("held to its hash, the script runs", async ({ page, site, mark, arrived }) => {
  site.head = `${held(hash)}<script>riacho.track("probe", { mark: "${mark}", n: 0 })</script>`;
  await page.goto(site.origin);
  expect(await arrived(1)).toEqual([0]);
});

test(
  "held to another hash, it does not",
  chromiumOnly("Firefox shows a test no line of the console about it"),
  async ({ page, site }) => {
    const said = page.waitForEvent("console");
    site.head = held(createHash("sha384").update("another script").digest("base64"));
    await page.goto(site.origin);
    expect((await said).text()).toContain("integrity");
    expect(await page.evaluate(() => "q" in (window as unknown as { riacho: object }).riacho)).toBe(true);
  },
);

// A strict Content Security Policy: what a page must allow, and that it need not allow more.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { expect, stored, test } from "./fixture.ts";
import { type Site, snippet } from "./site.ts";

/** As the how-to gives it. */
const [, strict = ""] =
  /content-security-policy: (.*)/.exec(readFileSync("docs/how-to/content-security-policy.md", "utf8")) ?? [];

/** Serves a head whose scripts carry the nonce, under this policy and nothing else. */
function serve(site: Site, policy: string, head: string): void {
  site.head = `<meta http-equiv="content-security-policy" content="${policy}">
    ${head.replaceAll("<script", '<script nonce="r4nd0m"')}`.replace("https://t.example.com", "{collector}");
}

/** Directives that were violated, and what the console said. */
async function watch(page: Page): Promise<string[]> {
  const said: string[] = [];
  const say = (text: string) => text.includes("favicon.ico") || said.push(text);
  page.on("console", (message) => say(message.text()));
  page.on("pageerror", (error) => say(error.message));
  await page.exposeFunction("report", (directive: string) => said.push(directive));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      // Firefox asks every site for an icon.
      if (effectiveDirective !== "img-src")
        (window as unknown as { report(directive: string): void }).report(effectiveDirective);
    });
  });
  return said;
}

const heads: Record<string, (probe: string) => Promise<string> | string> = {
  "the script tag with its stub": (probe) => `${snippet()}<script>riacho.track(${probe})</script>`,
  "the npm package": (probe) =>
    bundlePage(`import { autocapture, init } from "@riacho/sdk";
      init({ appId: "shop", endpoint: "{collector}", plugins: [autocapture()] }).track(${probe})`),
};

for (const [name, toHead] of Object.entries(heads)) {
  test(`${name} needs two directives, and no policy is violated`, async ({ page, site, mark, arrived }) => {
    const said = await watch(page);
    serve(site, strict, await toHead(`"probe", { mark: "${mark}", n: 0 }`));
    await page.goto(site.origin);
    expect(await arrived(1)).toEqual([0]);
    // Also what runs when something happens: clicks, changed addresses, the end of the page.
    await page.evaluate(() => history.pushState(null, "", "/next"));
    await page.locator("body").click();
    await page.goto("about:blank");
    expect(said).toEqual([]);
  });
}

test("without connect-src the browser says so, and the events stay in the page's storage", async ({
  page,
  site,
}) => {
  const said = await watch(page);
  serve(site, "default-src 'none'; script-src 'nonce-r4nd0m'", snippet());
  await page.goto(site.origin);
  await expect.poll(() => said).toContain("connect-src");
  expect(await stored(page)).not.toEqual([]);
});

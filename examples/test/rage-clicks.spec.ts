// The plugin that the how-to writes: with the client that a page gives it, and with one of two lines.

import { build } from "esbuild";
import { buildExample } from "./build.ts";
import { expect, test } from "./fixture.ts";

test("clicks upon clicks on one element are one rage_click", async ({ page, site, lab }) => {
  const sent: object[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/v1/events")) sent.push(...JSON.parse(request.postData() ?? "").events);
  });
  site.folder = await buildExample("write-a-plugin", lab.url);
  await page.goto(site.origin);
  const broken = page.getByRole("button", { name: "Save" });

  await broken.click({ clickCount: 2 });
  await page.mouse.click(1, 1); // another element: counted anew
  await broken.click({ clickCount: 2 });
  await page.waitForTimeout(800); // longer than the gap
  await broken.click({ clickCount: 5 });
  await page.getByRole("button", { name: "Stop" }).click();

  await expect.poll(() => sent.length).toBe(1);
  expect(sent).toMatchObject([
    { name: "rage_click", props: { element_tag: "button", element_id: "broken" } },
  ]);
});

test("it tracks until it is stopped", async ({ page }) => {
  const { outputFiles } = await build({
    entryPoints: ["examples/write-a-plugin/rage-clicks.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "plugin",
  });
  await page.setContent('<button id="broken">Save</button>');
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
  await page.evaluate(
    `tracked = []; stop = plugin.rageClicks({ clicks: 2 })({ track: (name) => tracked.push(name) })`,
  );
  const broken = page.getByRole("button", { name: "Save" });

  await broken.click({ clickCount: 2 });
  await page.evaluate("stop()");
  await page.waitForTimeout(800);
  await broken.click({ clickCount: 2 });
  expect(await page.evaluate("tracked")).toEqual(["rage_click"]);
});

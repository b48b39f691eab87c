// The tags for Google Tag Manager, injected as it does.

import { readFile } from "node:fs/promises";
import { toContainer } from "./container.ts";
import { expect, type Line, test, toLine } from "./fixture.ts";
import type { Site } from "./site.ts";

const readTag = (name: string): Promise<string> => readFile(`examples/tag-manager/${name}.html`, "utf8");

async function serve(site: Site, loadTag: string): Promise<void> {
  site.folder = "examples/tag-manager";
  site.files = {
    "/gtm.js": toContainer({ "gtm.js": loadTag, add_to_cart: await readTag("event") }),
    "/elsewhere.html": "<!doctype html><title>Elsewhere</title>",
  };
}

const visited: Line[] = [
  ["first_visit", "/", ""],
  ["session_start", "/", ""],
  ["page_view", "/", ""],
  ["click", "/", ""],
  ["add_to_cart", "/", ""],
  ["click", "/", ""],
  ["add_to_cart", "/", ""],
];

test("what is pushed to the data layer arrives once, also where the visitor leaves by it", async ({
  page,
  site,
  rows,
}) => {
  await serve(site, await readTag("load"));
  await page.goto(site.origin, { waitUntil: "load" });
  await page.getByRole("button", { name: "Buy" }).click();
  await page.getByRole("link", { name: "Elsewhere" }).click();
  await expect(page).toHaveTitle("Elsewhere");

  const all = await rows(visited.length);
  expect(all.map(toLine)).toEqual(visited);
  expect(all.find(({ name }) => name === "add_to_cart")?.props).toEqual({
    currency: "EUR",
    value: 25,
    items: [{ item_id: "buy" }],
  });
});

test("calls made before riacho.js has loaded are kept, also for the next page", async ({
  page,
  site,
  lab,
  rows,
}) => {
  await serve(site, await readTag("load"));
  let isHeld = true;
  await page.route(`${lab.url}/riacho.js`, (route) => (isHeld ? undefined : route.continue()));
  await page.goto(site.origin, { waitUntil: "domcontentloaded" });
  await page.waitForFunction(() => "riacho" in window);
  await page.getByRole("button", { name: "Buy" }).click();
  isHeld = false;
  await page.goto(`${site.origin}/next`);

  // Autocapture runs from the second page on; the first page's own call keeps its address.
  const all = await rows(4);
  expect(all.filter(({ name }) => name === "add_to_cart").map(toLine)).toEqual([["add_to_cart", "/", ""]]);
  expect(all.filter(({ name }) => name === "page_view").map(({ page }) => page)).toEqual(["/next"]);
});

test("the snippet for pages is of no use in a tag: the app's id is lost, and the console says so", async ({
  page,
  site,
  troubles,
}) => {
  const [, snippet = ""] = /(<script>.*<\/script>)\s*<\/head>/s.exec(
    await readFile("examples/plain-html/index.html", "utf8"),
  ) as string[];
  await serve(site, snippet);
  await page.goto(site.origin, { waitUntil: "load" });
  await expect.poll(() => troubles.splice(0).join()).toContain('got {"appId":"",');
});

// The snippet on a page without a build.

import { expect, type Line, test, toLine } from "./fixture.ts";

const visited: Line[] = [
  ["first_visit", "/", ""],
  ["session_start", "/", ""],
  ["page_view", "/", ""],
  ["share", "/", ""],
  ["click", "/", ""],
  ["select_content", "/", ""],
];

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a page is one view, with its address and the campaign in it", async ({ page, site, rows, lab }) => {
    site.folder = "examples/plain-html";
    await page.goto(`${site.origin}/?utm_campaign=may`, { waitUntil: "load" });
    const all = await rows(1);
    expect(all.map(toLine)).toEqual([["page_view", "/?utm_campaign=may", ""]]);
    expect(all[0]).toMatchObject({ visitor_id: null, page_load: null });
    const sql = "select utm_campaign from events where page_url like '%/?utm_campaign=may'";
    expect(await lab.query(sql)).toEqual([{ utm_campaign: "may" }]);
  });
});

test("views, named clicks and own events arrive, the last one from a page that was left", async ({
  page,
  site,
  rows,
}) => {
  site.folder = "examples/plain-html";
  site.files = { "/way.html": "<!doctype html><title>The way</title>" };
  await page.goto(site.origin, { waitUntil: "load" });
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("link", { name: "How to find us" }).click();
  await expect(page).toHaveTitle("The way");

  const all = await rows(visited.length);
  expect(all.map(toLine)).toEqual(visited);
  expect(all.find(({ name }) => name === "share")?.props).toEqual({ method: "copy" });
  expect(all.find(({ name }) => name === "select_content")?.props).toEqual({ content_type: "way" });
});

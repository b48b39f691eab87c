// The React recipe in a real browser: one visit, and exactly its rows in SQL.

import { buildExample } from "./build.ts";
import { expect, type Line, test, toLine } from "./fixture.ts";

// One worker builds.
test.describe.configure({ mode: "default" });

const first = "/?utm_source=newsletter";

const visited: Line[] = [
  ["first_visit", first, ""],
  ["session_start", first, ""],
  ["page_view", first, ""],
  ["click", first, ""],
  ["select_item", first, ""],
  ["page_view", "/workshops/raku", first],
  ["click", "/workshops/raku", first],
  ["page_view", "/workshops/raku/booking", "/workshops/raku"],
  ["form_start", "/workshops/raku/booking", "/workshops/raku"],
  ["click", "/workshops/raku/booking", "/workshops/raku"],
  ["form_submit", "/workshops/raku/booking", "/workshops/raku"],
  ["generate_lead", "/workshops/raku/booking", "/workshops/raku"],
  ["page_view", "/booked", "/workshops/raku/booking"],
  ["page_view", "/workshops/raku/booking", "/booked"],
  ["page_view", "/workshops/raku", "/workshops/raku/booking"],
  ["click", "/workshops/raku", "/workshops/raku/booking"],
  ["select_content", "/workshops/raku", "/workshops/raku/booking"],
];

for (const mode of ["production", "development"] as const) {
  // In development, StrictMode renders twice and runs effects twice.
  test(`each route is one page view, and the last event outlives the page: ${mode}`, async ({
    page,
    site,
    lab,
    rows,
  }) => {
    site.folder = await buildExample("single-page-app", lab.url, mode);
    const info: string[] = [];
    page.on("console", (message) => info.push(message.text()));
    await page.goto(site.origin + first);
    await page.getByRole("link", { name: "Raku firing" }).click();
    await page.getByRole("link", { name: "Book a place" }).click();
    await page.getByLabel("Email").fill("ana@example.com");
    await page.getByRole("button", { name: "Book" }).click();
    await expect(page).toHaveTitle("Booked – Seixo");
    await page.goBack();
    await expect(page).toHaveTitle("Book Raku firing – Seixo");
    await page.goBack();
    await page.getByRole("link", { name: "Terms" }).click();
    await expect(page).toHaveTitle("Terms – Seixo");

    const all = await rows(visited.length);
    expect(all.map(toLine)).toEqual(visited);
    const propsOf = (name: string) => all.find((row) => row.name === name)?.props;
    expect(propsOf("select_item")).toEqual({ item_list_name: "workshops", items: [{ item_id: "raku" }] });
    expect(propsOf("generate_lead")).toEqual({ item_id: "raku", currency: "EUR", value: 85 });
    expect(propsOf("select_content")).toEqual({ content_type: "terms", content_id: "raku" });
    expect(new Set(all.map(({ session_id }) => session_id)).size).toBe(1);
    expect(new Set(all.map(({ page_load }) => page_load)).size).toBe(1);
    expect(JSON.stringify(all)).not.toContain("ana@example");
    expect(info.some((text) => text.includes("React DevTools"))).toBe(mode === "development");
  });
}

test("a page view has the title of its own page, the first after a deep link too", async ({
  page,
  site,
  lab,
  rows,
}) => {
  // React sets the title after the address.
  site.folder = await buildExample("single-page-app", lab.url);
  await page.goto(`${site.origin}/workshops/raku`);
  await page.getByRole("link", { name: "Book a place" }).click();
  await expect(page).toHaveTitle("Book Raku firing – Seixo");
  await page.goBack();
  await page.getByRole("link", { name: "Terms" }).click();
  const views = (await rows(8)).filter(({ name }) => name === "page_view");
  expect(views.map(({ title }) => title)).toEqual([
    "Raku firing – Seixo",
    "Book Raku firing – Seixo",
    "Raku firing – Seixo",
  ]);
});

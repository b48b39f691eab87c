// The Vue recipe in a real browser.

import { buildExample } from "./build.ts";
import { expect, type Line, test, toLine } from "./fixture.ts";

const visited: Line[] = [
  ["first_visit", "/", ""],
  ["session_start", "/", ""],
  ["page_view", "/", ""],
  ["click", "/", ""],
  ["page_view", "/paddles/ash", "/"],
  ["click", "/paddles/ash", "/"],
  ["add_to_cart", "/paddles/ash", "/"],
  ["click", "/paddles/ash", "/"],
  ["page_view", "/", "/paddles/ash"],
];

test("each route is one page view, and its own events arrive once", async ({ page, site, lab, rows }) => {
  site.folder = await buildExample("vue-app", lab.url);
  await page.goto(site.origin);
  await page.getByRole("link", { name: "ash" }).click();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("link", { name: "All paddles" }).click();
  await expect(page).toHaveTitle("Paddles – Seixo");

  const all = await rows(visited.length);
  expect(all.map(toLine)).toEqual(visited);
  expect(all.find(({ name }) => name === "add_to_cart")?.props).toEqual({
    currency: "EUR",
    value: 60,
    items: [{ item_id: "paddle-ash" }],
  });
});

// Searches of the site, as its addresses tell them.

import type { Page } from "@playwright/test";
import { expect, test } from "./capture.ts";
import { goBackWithin } from "./fixture.ts";

const search = (term: string) => ({ name: "view_search_results", props: { search_term: term } });

function visit(page: Page, queries: string[]): Promise<void> {
  return page.evaluate((all) => {
    for (const query of all) history.pushState({}, "", location.pathname + query);
  }, queries);
}

test("a term counts as the page loads and when the address brings one, once per address", async ({
  page,
  openWith,
  sent,
}) => {
  await openWith(page, "siteSearch()", "./site-search.ts", "", "?lang=en&q=red%20shoes");
  await visit(page, [
    "?lang=en&q=red%20shoes", // the same: none
    "?lang=en&q=red%20shoes#second", // the hash: none
    "?q=", // no term: none
    "?q=%20",
    "?query=",
    "?page=2&token=secret",
    "?s=+hats+",
    "?keyword=Äpfel&email=secret",
  ]);
  const events = await sent(page);
  expect(events).toEqual([search("red shoes"), search("hats"), search("Äpfel")]);
  await goBackWithin(page);
  expect(await sent(page)).toEqual([...events, search("hats")]);
});

test("a prerendered page has come to where it is when it is shown", async ({ page, openWith, sent }) => {
  await page.addInitScript(() =>
    Object.defineProperty(document, "prerendering", { configurable: true, value: true }),
  );
  await openWith(page, "siteSearch()", "./site-search.ts", "", "?q=a");
  await visit(page, ["?q=b"]);
  expect(await sent(page)).toEqual([]);
  await page.evaluate(() => {
    Object.defineProperty(document, "prerendering", { value: false });
    document.dispatchEvent(new Event("prerenderingchange"));
  });
  expect(await sent(page)).toEqual([search("b")]);
});

test("a site names its own parameters, and then GA4's are none", async ({ page, openWith, sent }) => {
  await openWith(
    page,
    `siteSearch({ parameters: ["find", "in"] })`,
    "./site-search.ts",
    "",
    "?q=a&in=b&find=c",
  );
  await visit(page, ["?in=d", "?s=e"]);
  expect(await sent(page)).toEqual([search("c"), search("d")]);
});

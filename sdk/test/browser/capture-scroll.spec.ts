// How deep a page was scrolled: what is tracked, and what must not be.

import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { expect, test } from "./fixture.ts";
import type { Site } from "./site.ts";

type Window = { tracked: unknown[]; stop(): void };

/** Opens a page of this height in a window of 1000 pixels. */
async function openTall(page: Page, site: Site, height: number): Promise<void> {
  site.head = await bundlePage(`
    import { scrollDepth } from "@riacho/sdk";
    window.tracked = [];
    window.stop = scrollDepth()({ track: (name, props) => window.tracked.push([name, props]) });
  `);
  await page.setViewportSize({ width: 800, height: 1000 });
  await page.goto(site.origin);
  await setHeight(page, height);
}

function setHeight(page: Page, height: number): Promise<void> {
  return page.evaluate((value) => {
    document.body.style.margin = "0";
    document.body.innerHTML = `<div style="height: ${value}px"></div>`;
  }, height);
}

async function scrollTo(page: Page, y: number): Promise<void> {
  await page.evaluate((top) => window.scrollTo(0, top), y);
  await frames(page);
}

/** Waits until what a scroll causes has happened. */
function frames(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
  });
}

/** The percentages tracked since the last look. */
async function depths(page: Page): Promise<unknown[]> {
  const tracked = await page.evaluate(() => (window as unknown as Window).tracked.splice(0));
  return tracked.map((event) => {
    const [name, props] = event as [string, { percent_scrolled: number }];
    expect([name, Object.keys(props)]).toEqual(["scroll", ["percent_scrolled"]]);
    return props.percent_scrolled;
  });
}

test("each depth counts once, the end of the page too", async ({ page, site }) => {
  await openTall(page, site, 4000);
  await frames(page);
  expect(await depths(page)).toEqual([]);
  await scrollTo(page, 10);
  expect(await depths(page)).toEqual([25]);
  await scrollTo(page, 990);
  expect(await depths(page)).toEqual([]);
  await scrollTo(page, 1000);
  expect(await depths(page)).toEqual([50]);
  await scrollTo(page, 0);
  await scrollTo(page, 1100);
  expect(await depths(page)).toEqual([]);
  await scrollTo(page, 3000);
  expect(await depths(page)).toEqual([75, 90, 100]);
});

test("a page that fits its window sends nothing", async ({ page, site }) => {
  await openTall(page, site, 500);
  await page.mouse.move(100, 100);
  await page.mouse.wheel(0, 400);
  await page.evaluate(() => dispatchEvent(new Event("scroll")));
  await frames(page);
  expect(await depths(page)).toEqual([]);
});

test("another address starts anew, a hash does not", async ({ page, site }) => {
  await openTall(page, site, 4000);
  await scrollTo(page, 3000);
  expect(await depths(page)).toEqual([25, 50, 75, 90, 100]);
  await page.evaluate(() => {
    location.hash = "part";
  });
  await scrollTo(page, 2900);
  expect(await depths(page)).toEqual([]);
  await page.evaluate(() => {
    history.pushState({}, "", "/next");
    window.scrollTo(0, 0);
  });
  await frames(page);
  expect(await depths(page)).toEqual([]);
  await scrollTo(page, 1000);
  expect(await depths(page)).toEqual([25, 50]);
});

test("a short page after a long one sends nothing, though the browser scrolls up", async ({ page, site }) => {
  await openTall(page, site, 4000);
  await scrollTo(page, 2000);
  await depths(page);
  await page.evaluate(() => history.pushState({}, "", "/short"));
  await setHeight(page, 500);
  await frames(page);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(await depths(page)).toEqual([]);
});

test("once stopped it sends nothing", async ({ page, site }) => {
  await openTall(page, site, 4000);
  await page.evaluate(() => {
    window.scrollTo(0, 1000);
    dispatchEvent(new Event("scroll")); // the next frame would measure
    (window as unknown as Window).stop();
  });
  await frames(page);
  await scrollTo(page, 3000);
  expect(await depths(page)).toEqual([]);
});

// How long a visitor was engaged with a page: what is counted, and what must not be.

import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { close, expect, test } from "./fixture.ts";
import type { Site } from "./site.ts";

type Window = { tracked: unknown[]; stop(): void };

/** Opens a page whose clock stands still. */
async function openStill(page: Page, site: Site): Promise<void> {
  site.head = await bundlePage(`
    import { engagement } from "@riacho/sdk";
    window.tracked = [];
    const track = (name, props) => window.tracked.push([name, props, location.pathname]);
    window.stop = engagement()({ track });
  `);
  await page.clock.install({ time: "2026-01-01T00:00:00Z" });
  await page.clock.pauseAt("2026-01-01T01:00:00Z");
  await page.goto(`${site.origin}/first`);
}

async function pass(page: Page, seconds: number): Promise<void> {
  await page.clock.fastForward(seconds * 1000);
}

/** As when the visitor goes to another tab and comes back: a headless browser has no other tab to go to. */
function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { configurable: true, value });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, hidden);
}

/** What was tracked since the last look: milliseconds and path. */
async function engaged(page: Page): Promise<[milliseconds: number, path: string][]> {
  const tracked = await page.evaluate(() => (window as unknown as Window).tracked.splice(0));
  return tracked.map((event) => {
    const [name, props, path] = event as [string, { engagement_time_msec: number }, string];
    expect([name, Object.keys(props)]).toEqual(["user_engagement", ["engagement_time_msec"]]);
    return [props.engagement_time_msec, path];
  });
}

test("time counts while the page is visible, none in the background", async ({ page, site }) => {
  await openStill(page, site);
  await pass(page, 10);
  expect(await engaged(page)).toEqual([]);
  await setHidden(page, true);
  expect(await engaged(page)).toEqual([[10_000, "/first"]]);
  await pass(page, 20);
  await setHidden(page, false);
  await pass(page, 5);
  await setHidden(page, true);
  expect(await engaged(page)).toEqual([[5000, "/first"]]);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  expect(await engaged(page)).toEqual([]);
});

test("a page opened in the background counts from when it comes into view", async ({ page, site }) => {
  await page.addInitScript(() =>
    Object.defineProperty(document, "hidden", { configurable: true, value: true }),
  );
  await openStill(page, site);
  await pass(page, 20);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  expect(await engaged(page)).toEqual([]);
  await setHidden(page, false);
  await pass(page, 3);
  await setHidden(page, true);
  expect(await engaged(page)).toEqual([[3000, "/first"]]);
});

test("a visitor who does nothing counts for 30 s, however long the page stays or the machine sleeps", async ({
  page,
  site,
}) => {
  await openStill(page, site);
  await pass(page, 25);
  await page.keyboard.press("ArrowDown");
  await pass(page, 25);
  await page.mouse.move(50, 50);
  await pass(page, 8 * 60 * 60);
  await page.mouse.wheel(0, 10);
  await page.mouse.click(60, 60);
  await pass(page, 2);
  await setHidden(page, true);
  expect(await engaged(page)).toEqual([[25_000 + 25_000 + 30_000 + 2000, "/first"]]);
});

test("less than a second sends nothing, and is not lost when the visitor comes back", async ({
  page,
  site,
}) => {
  await openStill(page, site);
  await pass(page, 0.9);
  await setHidden(page, true);
  expect(await engaged(page)).toEqual([]);
  await setHidden(page, false);
  await pass(page, 0.9);
  await setHidden(page, true);
  expect(await engaged(page)).toEqual([[1800, "/first"]]);
});

test("in a single-page app each address has its own time", async ({ page, site }) => {
  await openStill(page, site);
  await pass(page, 5);
  await page.evaluate(() => {
    history.replaceState({}, "", "/first"); // the same address: none
    location.hash = "part"; // none
  });
  expect(await engaged(page)).toEqual([]);
  await page.evaluate(() => history.pushState({}, "", "/second"));
  expect(await engaged(page)).toEqual([[5000, "/first"]]);
  await pass(page, 3);
  await page.evaluate(() => history.back());
  await expect.poll(() => page.evaluate(() => location.pathname)).toBe("/first");
  expect(await engaged(page)).toEqual([[3000, "/second"]]);
  await pass(page, 0.5);
  await page.evaluate(() => history.pushState({}, "", "/third"));
  await pass(page, 0.7);
  await setHidden(page, true);
  expect(await engaged(page)).toEqual([]); // too little at both
});

test("where the browser tells of an address when it has changed, the time is sent under the next", async ({
  page,
  site,
}) => {
  await page.addInitScript(() => Object.defineProperty(window, "navigation", { value: undefined }));
  await openStill(page, site);
  await pass(page, 5);
  await page.evaluate(() => history.pushState({}, "", "/second"));
  expect(await engaged(page)).toEqual([[5000, "/second"]]);
});

test("stopping sends what was counted, and nothing after", async ({ page, site }) => {
  await openStill(page, site);
  await pass(page, 4);
  await page.evaluate(() => (window as unknown as Window).stop());
  expect(await engaged(page)).toEqual([[4000, "/first"]]);
  await page.keyboard.press("ArrowDown");
  await pass(page, 4);
  await page.evaluate(() => history.pushState({}, "", "/second"));
  await setHidden(page, true);
  expect(await engaged(page)).toEqual([]);
});

test("the time leaves in the very task that hides the page", async ({ page, site }) => {
  site.head = await bundlePage(`
    import { engagement, init } from "@riacho/sdk";
    window.bodies = [];
    window.fetch = async (url, { body }) => window.bodies.push(body) && Response.error();
    window.riacho = init({ appId: "shop", plugins: [engagement()] });
  `);
  await page.goto(site.origin);
  await page.waitForTimeout(1100);
  const bodies = await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    return (window as unknown as { bodies: string[] }).bodies;
  });
  const names = bodies.flatMap((body) => JSON.parse(body).events.map(({ name }: { name: string }) => name));
  expect(names).toEqual(["user_engagement"]);
});

test("the time of a page that closes leaves with it", async ({
  page,
  context,
  browserName,
  site,
  lab,
  mark,
}) => {
  site.head = await bundlePage(`
    import { engagement, init, pageFacts } from "@riacho/sdk";
    window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [pageFacts(), engagement()] });
  `);
  await page.goto(`${site.origin}/${mark}`);
  await page.waitForTimeout(1100);
  await close(page);
  // Chromium sends it with no page after it. A busy Firefox may end with the page what that began last: the next sends it.
  if (browserName === "firefox") await (await context.newPage()).goto(`${site.origin}/${mark}-next`);
  const read = () =>
    lab.query<{ ms: number }>(
      `select cast(json_extract_string(props, '$.engagement_time_msec') as integer) as ms from events
       where name = 'user_engagement' and page_path = '/${mark}'`,
    );
  await expect.poll(async () => (await read()).length, { timeout: 15_000 }).toBeGreaterThan(0);
  // Two where a busy machine lets more than a second pass between what is hidden and what is left.
  const ms = (await read()).reduce((sum, row) => sum + row.ms, 0);
  expect(ms).toBeGreaterThanOrEqual(1000);
  expect(ms).toBeLessThanOrEqual(30_000);
});

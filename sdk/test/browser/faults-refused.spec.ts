// Requests that are refused as such: too big, foreign, switched off. What can be delivered is, what is given up is counted.

import type { Page } from "@playwright/test";
import { expect, openQuietly, stored, test, track, upTo } from "./fixture.ts";
import { expectHalved } from "./halving.ts";

const flush = (page: Page) =>
  page.evaluate(() => (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush());

test("413 above 2 KB: delivered by halving, nothing twice, nothing given up", async ({
  context,
  open,
  arrived,
  copies,
  dropped,
  lab,
}) => {
  await expectHalved({ lab, arrived, copies, dropped }, true, async (attributes, count) => {
    await track(await open(context, "/", attributes), 0, count);
  });
});

test("400 for everything, for a while: only what was refused alone is gone, and it is counted", async ({
  context,
  open,
  arrived,
  copies,
  dropped,
  lab,
}) => {
  const page = await openQuietly(open, context);
  let requests = 0;
  page.on("request", (request) => request.url().includes("/v1/events") && requests++);
  // 12, 6, 3, 2 and 1: the first event alone is given up.
  await lab.order({ door: { kind: "status", status: 400, times: 5 } });
  await track(page, 0, 12);
  await expect.poll(() => requests, { timeout: 20_000 }).toBeGreaterThan(5);
  await flush(page);
  await track(page, 12, 10);
  expect(await arrived(21)).toEqual(upTo(22).slice(1));
  expect(await copies()).toBe(0);
  expect((await dropped()).at(-1)).toEqual({ refused: 1 });
});

test("410: nothing is kept, nothing more is sent in this page; another page asks anew", async ({
  context,
  open,
  arrived,
  lab,
}) => {
  const page = await openQuietly(open, context);
  let requests = 0;
  page.on("request", (request) => request.url().includes("/v1/events") && requests++);
  await lab.order({ door: { kind: "status", status: 410 } });
  await track(page, 0, 24);
  await expect.poll(() => requests).toBe(1);
  await expect.poll(() => stored(page)).toEqual([]);
  await track(page, 24, 24);
  await page.waitForTimeout(3000);
  expect(await stored(page)).toEqual([]);
  await lab.order({});
  await page.goto(`${page.url()}next`); // leaving sends nothing either
  await expect.poll(() => requests).toBe(2); // the next page's view
  expect(await arrived(0)).toEqual([]);
});

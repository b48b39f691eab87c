// Requests that are refused as such: too big, foreign, switched off. What can be delivered is, what is given up is counted.

import type { Page } from "@playwright/test";
import { startProxy } from "./faults-proxy.ts";
import { expect, openQuietly, stored, test, track, upTo } from "./fixture.ts";

const flush = (page: Page) =>
  page.evaluate(() => (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush());

test("413 above 2 KB: delivered by halving, nothing twice, nothing given up", async ({
  context,
  open,
  arrived,
  copies,
  lab,
  mark,
}) => {
  const proxy = await startProxy(lab.url, 2048, true);
  try {
    const page = await open(context, "/", `data-app-id="shop" data-endpoint="${proxy.url}"`);
    await track(page, 0, 14);
    await expect.poll(() => arrived(14), { timeout: 30_000 }).toEqual(upTo(14));
    expect(await copies()).toBe(0);
    expect(proxy.refused.length).toBeGreaterThan(0);
    const dropped = await lab.query(
      `select 1 from events where json_extract_string(props, '$.mark') = '${mark}' and dropped is not null`,
    );
    expect(dropped).toEqual([]);
  } finally {
    proxy.stop();
  }
});

test("400 for everything, for a while: only what was refused alone is gone, and it is counted", async ({
  context,
  open,
  arrived,
  copies,
  lab,
  mark,
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
  const [last] = await lab.query<{ dropped: string }>(
    `select dropped from events where json_extract_string(props, '$.mark') = '${mark}' order by seq desc limit 1`,
  );
  expect(JSON.parse(last?.dropped ?? "{}")).toEqual({ refused: 1 });
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
  await flush(page);
  expect(requests).toBe(2); // the next page's view
  expect(await arrived(0)).toEqual([]);
});

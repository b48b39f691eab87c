// The collector does not answer, or is not there, for a while.

import { close, expect, openQuietly, test, track, upTo } from "./fixture.ts";

test("a request that is never answered is tried again after 10 s: all arrive, none twice", async ({
  context,
  open,
  arrived,
  copies,
  lab,
}) => {
  const page = await openQuietly(open, context);
  const times: number[] = [];
  page.on("request", (request) => request.url().includes("/v1/events") && times.push(Date.now()));
  await lab.order({ door: { kind: "hang", times: 1 } });
  await track(page, 0, 20);
  await expect.poll(() => arrived(20), { timeout: 40_000 }).toEqual(upTo(20));
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(9900);
  expect(await copies()).toBe(0);
});

test("a page closed while its request hangs: the next page sends it when the lease is over, once", async ({
  context,
  open,
  arrived,
  copies,
  lab,
}) => {
  const page = await openQuietly(open, context);
  await lab.order({ door: { kind: "hang" } });
  await track(page, 0, 20);
  await page.waitForTimeout(500);
  await close(page);
  await lab.order({});
  await open(context);
  await expect.poll(() => arrived(20), { timeout: 60_000 }).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

test("connections refused for 10 s while the browser believes it is online: all arrive, none twice", async ({
  context,
  open,
  arrived,
  copies,
  lab,
}) => {
  const page = await openQuietly(open, context);
  await lab.down();
  try {
    await track(page, 0, 20);
    await page.waitForTimeout(10_000);
    await track(page, 20, 5);
    expect(await page.evaluate(() => navigator.onLine)).toBe(true);
  } finally {
    await lab.up();
  }
  await expect.poll(() => arrived(25), { timeout: 60_000 }).toEqual(upTo(25));
  expect(await copies()).toBe(0);
});

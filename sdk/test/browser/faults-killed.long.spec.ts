// The whole browser is killed, and started again with the same profile.

import { expect, openQuietly, track, upTo } from "./fixture.ts";
import { test } from "./profile.ts";

for (const seconds of [1, 10]) {
  test(`the collector down, the browser killed after ${seconds} s: the next start delivers all, none twice`, async ({
    profile,
    open,
    arrived,
    copies,
    lab,
  }) => {
    const page = await openQuietly(open, await profile.start());
    await lab.down();
    try {
      await track(page, 0, 20);
      await page.waitForTimeout(seconds * 1000);
      await profile.kill();
    } finally {
      await lab.up();
    }
    await open(await profile.start());
    await expect.poll(() => arrived(20), { timeout: 50_000 }).toEqual(upTo(20));
    expect(await copies()).toBe(0);
  });
}

test("the browser killed after 50 ms: what one task tracked is delivered whole or lost whole", async ({
  profile,
  open,
  arrived,
  copies,
}) => {
  const page = await openQuietly(open, await profile.start());
  await track(page, 0, 5);
  await page.waitForTimeout(50);
  await profile.kill();
  await open(await profile.start());
  const delivered = await arrived(5);
  console.log(`killed after 50 ms: ${delivered.length} of 5 events delivered`);
  expect([[], upTo(5)]).toContainEqual(delivered);
  expect(await copies()).toBe(0);
});

test("a renderer crash while a request hangs: the next page sends it when the lease is over, once", async ({
  profile,
  open,
  arrived,
  copies,
  lab,
}) => {
  const context = await profile.start();
  const page = await openQuietly(open, context);
  await lab.order({ door: { kind: "hang" } });
  await track(page, 0, 20);
  await page.waitForTimeout(500);
  await profile.crash(page);
  await lab.order({});
  await open(context);
  await expect.poll(() => arrived(20), { timeout: 60_000 }).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

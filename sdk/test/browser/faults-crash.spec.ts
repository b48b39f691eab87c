// The renderer dies without a word: no pagehide, no commit, no last request.

import { expect, openQuietly, track, upTo } from "./fixture.ts";
import { test } from "./profile.ts";

for (const ms of [50, 1000]) {
  test(`renderer crash ${ms} ms after events that waited: the next page sends them, once`, async ({
    profile,
    open,
    arrived,
    copies,
  }) => {
    const context = await profile.start();
    const page = await openQuietly(open, context);
    await track(page, 0, 5);
    await page.waitForTimeout(ms);
    await profile.crash(page);
    expect(await arrived(0)).toEqual([]);
    await open(context);
    expect(await arrived(5)).toEqual(upTo(5));
    expect(await copies()).toBe(0);
  });
}

test("renderer crash 1 s after a full batch: it had been answered for, and is not sent again", async ({
  profile,
  open,
  arrived,
  copies,
}) => {
  const context = await profile.start();
  const page = await openQuietly(open, context);
  await track(page, 0, 20);
  await page.waitForTimeout(1000);
  await profile.crash(page);
  await open(context);
  expect(await arrived(20)).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

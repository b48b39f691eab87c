// IndexedDB gives way while the page is in use: the queue goes on in memory.

import type { Page } from "@playwright/test";
import { chromiumOnly, expect, stored, test, track, upTo } from "./fixture.ts";

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  return errors;
}

for (const how of ["throws", "aborts its transaction"] as const) {
  test(`from the fifth write on IndexedDB ${how}: delivered from memory, the page undisturbed`, async ({
    context,
    open,
    arrived,
    copies,
  }) => {
    await context.addInitScript((aborts) => {
      const { put } = IDBObjectStore.prototype;
      let left = 4;
      IDBObjectStore.prototype.put = function (...args) {
        if (left-- > 0) return put.apply(this, args);
        if (!aborts) throw new DOMException("full", "QuotaExceededError");
        const request = put.apply(this, args);
        this.transaction.abort();
        return request;
      };
    }, how !== "throws");
    const page = await open(context);
    const errors = collectErrors(page);
    for (let n = 0; n < 20; n += 2) await track(page, n, 2);
    expect(await arrived(20)).toEqual(upTo(20));
    expect(await copies()).toBe(0);
    expect(errors).toEqual([]);
  });
}

test(
  "the origin's quota is used up: delivered from memory, nothing stored, the page undisturbed",
  chromiumOnly("the quota is set by CDP; a write that is refused is tested in Firefox too"),
  async ({ context, open, arrived, copies, site }) => {
    // In force as long as this page's session, and before the browser has counted what is free.
    const session = await context.newCDPSession(await context.newPage());
    await session.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize: 1 });
    const page = await open(context);
    const errors = collectErrors(page);
    await track(page, 0, 5);
    await expect.poll(() => stored(page)).toEqual([]);
    await track(page, 5, 5);
    expect(await stored(page)).toEqual([]);
    expect(await arrived(10)).toEqual(upTo(10));
    expect(await copies()).toBe(0);
    expect(errors).toEqual([]);
  },
);

test("two tabs, 7,000 events each, the collector down: 10,000 are stored in all", async ({
  context,
  open,
}) => {
  // By fetch that fails at once: nothing is asked of a network that browsers ration.
  await context.addInitScript(() => {
    window.fetch = () => Promise.reject(new TypeError("down"));
  });
  const tabs = [await open(context), await open(context)];
  await Promise.all(tabs.map((tab) => track(tab, 0, 7000)));
  const isEvent = (key: string) => !key.includes("/!");
  await expect
    .poll(async () => (await stored(tabs[0] as Page)).filter(isEvent).length, { timeout: 30_000 })
    .toBeGreaterThan(9_000);
  await expect
    .poll(async () => (await stored(tabs[0] as Page)).length, { timeout: 30_000 })
    .toBeLessThanOrEqual(10_000);
});

// The back-forward cache: a page that comes back goes on, with a page load of its own.

import { chromium } from "@playwright/test";
import { chromiumOnly, expect, test, track, upTo } from "./fixture.ts";

test(
  "a page restored from the cache goes on delivering, and what it left is not delivered twice",
  chromiumOnly("Firefox keeps no page that holds a lock, WebKit's test is its own"),
  async ({ launchOptions, open, site, arrived, lab, mark }) => {
    // Playwright switches the cache off for all its browsers.
    const browser = await chromium.launch({
      ...launchOptions,
      ignoreDefaultArgs: ["--disable-back-forward-cache"],
    });
    try {
      // Time spent is told where a page was in use for a second, as it may be on a busy machine.
      const attributes = 'data-app-id="shop" data-engagement="off"';
      const page = await open(await browser.newContext(), "/", attributes);
      await page.evaluate(() =>
        addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted })),
      );
      await track(page, 0, 5);
      await page.goto(`${site.origin}/away`);
      // page.goBack() waits for a load, and a page from the cache has none.
      await page.evaluate(() => void setTimeout(() => history.back(), 50));
      const isBack = () =>
        page.evaluate(() => (window as unknown as { persisted?: boolean }).persisted).catch(() => false); // on its way
      await expect.poll(isBack, { message: "restored from the cache" }).toBe(true);
      await track(page, 5, 5);
      expect(await arrived(10)).toEqual(upTo(10));
      const loads = await lab.query<{ page_load: string; seqs: string }>(
        `select page_load, string_agg(cast(seq as varchar), ',' order by seq) as seqs from events
       where page_load in (select page_load from events where json_extract_string(props, '$.mark') = '${mark}') group by 1 order by min(event_at)`,
      );
      // Both lives begin with their page view; before the first one the visitor and the session begin.
      expect(loads.map(({ seqs }) => seqs)).toEqual(["0,1,2,3,4,5,6,7", "0,1,2,3,4,5"]);
      // Nobody may take over what a page that lives again has waiting.
      const held = await page.evaluate(async () =>
        (await navigator.locks.query()).held?.map(({ name }) => name),
      );
      expect(held).toEqual([`riacho/shop/${loads[1]?.page_load}`]);
    } finally {
      await browser.close();
    }
  },
);

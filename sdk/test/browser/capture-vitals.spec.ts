// Web vitals: most are known only when the page hides, and must leave in that very task. Firefox measures no layout shifts.

import { expect, soon, test } from "./capture.ts";

test("each vital of a page that was used and left arrives once, sent by that page", async ({
  page,
  openWith,
  inSql,
  site,
  browserName,
}) => {
  await openWith(page, "webVitals()", "./web-vitals.ts", "<h1>Large</h1><button>Wait</button>");
  await page.evaluate(() => {
    document.querySelector("button")?.addEventListener("click", () => {
      const until = performance.now() + 60;
      while (performance.now() < until);
    });
  });
  await page.locator("button").click();
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 100))));
  await page.evaluate(() => {
    location.href = "/elsewhere";
  });
  await page.waitForURL(`${site.origin}/elsewhere`);
  const names = [...(browserName === "chromium" ? ["CLS"] : []), "FCP", "INP", "LCP", "TTFB"];
  await expect.poll(async () => (await inSql()).length, soon).toBe(names.length);
  const events = await inSql();
  expect(events.map(({ props }) => props.metric_name).sort()).toEqual(names);
  for (const { name, props } of events) {
    expect(name).toBe("web_vital");
    expect(props).toEqual({
      metric_name: expect.any(String),
      metric_value: expect.any(Number),
      metric_rating: expect.stringMatching(/^(good|needs-improvement|poor)$/),
      metric_id: expect.stringMatching(/^v\d+-/),
      navigation_type: "navigate",
    });
  }
  expect(new Set(events.map(({ props }) => props.metric_id)).size).toBe(names.length);
});

test("a page that hides and comes back sends only what changed", async ({
  page,
  openWith,
  sent,
  browserName,
}) => {
  await openWith(page, "webVitals()", "./web-vitals.ts", "<h1>Large</h1>");
  const hide = (hidden: boolean) =>
    page.evaluate(
      (state) => {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        Object.defineProperty(document, "hidden", { value: state === "hidden", configurable: true });
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      },
      hidden ? "hidden" : "visible",
    );
  await expect.poll(() => sent(page), soon).toHaveLength(2);
  await hide(true);
  await hide(false);
  await hide(true);
  // No LCP: the library believes a real change alone.
  const names = (await sent(page)).map(({ props }) => props.metric_name);
  expect(names.sort()).toEqual([...(browserName === "chromium" ? ["CLS"] : []), "FCP", "TTFB"]);
});

// The plugin that the how-to writes.

import { buildExample } from "./build.ts";
import { expect, test } from "./fixture.ts";

test("clicks upon clicks on one element are one rage_click, and none after the stop", async ({
  page,
  site,
  lab,
}) => {
  const sent: object[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/v1/events")) sent.push(...JSON.parse(request.postData() ?? "").events);
  });
  site.folder = await buildExample("write-a-plugin", lab.url);
  await page.goto(site.origin);
  const broken = page.getByRole("button", { name: "Save" });

  await broken.click({ clickCount: 2 });
  await page.mouse.click(1, 1); // another element: counted anew
  await broken.click({ clickCount: 2 });
  await page.waitForTimeout(800); // longer than the gap
  await broken.click({ clickCount: 5 });
  await page.getByRole("button", { name: "Stop" }).click();
  await broken.click({ clickCount: 5 });

  await expect.poll(() => sent.length).toBe(1);
  expect(sent).toMatchObject([
    { name: "rage_click", props: { element_tag: "button", element_id: "broken" } },
  ]);
});

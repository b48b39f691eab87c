// The banner: what is known of a visitor before and after each answer.

import type { Page } from "@playwright/test";
import { expect, test } from "./fixture.ts";
import type { Site } from "./site.ts";

/** Opens the page, does something and does not answer yet. @returns requests with events so far, as they come */
async function join(page: Page, site: Site): Promise<string[]> {
  const requests: string[] = [];
  page.on("request", (request) => request.url().includes("/v1/events") && requests.push(request.url()));
  site.folder = "examples/consent-banner";
  await page.goto(site.origin, { waitUntil: "load" });
  await page.getByRole("button", { name: "Join" }).click();
  // Longer than the first batch waits.
  await page.waitForTimeout(1500);
  expect(requests).toEqual([]);
  expect(await traces(page)).toEqual([]);
  return requests;
}

/** What the SDK keeps in the browser of visitor and events. */
const traces = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const cookies = document.cookie.split("; ").map((cookie) => cookie.split("=")[0] ?? "");
    const kept = [...Object.keys(localStorage), ...cookies].filter((key) => key.startsWith("riacho"));
    if (!(await indexedDB.databases()).some(({ name }) => name === "riacho-shop")) return kept;
    const open = indexedDB.open("riacho-shop");
    await new Promise((resolve) => open.addEventListener("success", resolve));
    const read = open.result.transaction("queue").objectStore("queue").getAllKeys();
    await new Promise((resolve) => read.addEventListener("success", resolve));
    open.result.close();
    return [...kept, ...(read.result as string[])];
  });

test("nothing is sent or stored before the answer; a yes sends what was held, and holds on the next page", async ({
  page,
  site,
  rows,
}) => {
  await join(page, site);
  await page.getByRole("button", { name: "Yes" }).click();
  await expect(page.getByText("May we")).toBeHidden();
  await page.reload({ waitUntil: "load" });
  await expect(page.getByText("May we")).toBeHidden();

  const all = await rows(7);
  expect(all.map(({ name }) => name)).toEqual([
    "first_visit",
    "session_start",
    "page_view",
    "click",
    "join_group",
    "click",
    "page_view",
  ]);
  expect(new Set(all.map(({ session_id }) => session_id)).size).toBe(1);
  expect(all[0]?.session_id).toBeTruthy();
});

test("counted without being recognised: events without an identifier, and nothing kept of the visitor", async ({
  page,
  site,
  rows,
}) => {
  await join(page, site);
  await page.getByRole("button", { name: "Count me" }).click();
  const all = await rows(4);
  expect(all.map(({ name }) => name)).toEqual(["page_view", "click", "join_group", "click"]);
  expect(all.every(({ session_id, visitor_id }) => session_id === null && visitor_id === null)).toBe(true);
  await expect.poll(() => traces(page)).toEqual([]);
});

test("a no forgets what was held", async ({ page, site }) => {
  const requests = await join(page, site);
  await page.getByRole("button", { name: "No", exact: true }).click();
  await page.getByRole("button", { name: "Join" }).click();
  await page.goto("about:blank");
  await page.goto(site.origin, { waitUntil: "load" });
  await page.waitForTimeout(1500);
  expect(requests).toEqual([]);
  expect(await traces(page)).toEqual([]);
});

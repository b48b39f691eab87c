// What the SDK makes of others' versions: storage that an earlier one left, answers of a later collector.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { close, expect, inSqlMsUsually, stored, test, track, upTo } from "./fixture.ts";
import { watchEvents } from "./request-bodies.ts";
import type { Site } from "./site.ts";

type Entry = [key: string, value: string | { until: number }];

/** Three events under a lease, the first of them a page view, and two that waited. */
const left = readFileSync(new URL("../fixtures/stored-0.1.0-a.json", import.meta.url), "utf8");

/** What SDK 0.1.0-a left in a page that ended just now, under ids of this test's own. */
function readLeft(mark: string, leaseMs: number): Entry[] {
  const { at, entries }: { at: number; entries: Entry[] } = JSON.parse(
    left.replaceAll("01a205a5-", `${mark}-`),
  );
  return entries.map(([key, value]) => {
    if (typeof value !== "string") return [key, { ...value, until: Date.now() + leaseMs }];
    const event = JSON.parse(value);
    event.time += Date.now() - at;
    if (event.props) event.props.mark = mark;
    return [key, JSON.stringify(event)];
  });
}

/** Stores entries on a page without an SDK. */
async function leave(page: Page, site: Site, entries: Entry[]): Promise<void> {
  site.head = "";
  await page.goto(site.origin);
  await page.evaluate(async (all) => {
    const open = indexedDB.open("riacho-shop");
    open.addEventListener("upgradeneeded", () => open.result.createObjectStore("queue"));
    await new Promise((resolve) => open.addEventListener("success", resolve));
    const write = open.result.transaction("queue", "readwrite");
    for (const [key, value] of all) write.objectStore("queue").put(value, key);
    await new Promise((resolve) => write.addEventListener("complete", resolve));
    open.result.close();
  }, entries);
}

const flush = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush());

const isEvent = (key: string): boolean => !key.includes("/!");

test("events that SDK 0.1.0-a stored are adopted, and delivered once", async ({
  context,
  site,
  mark,
  open,
  arrived,
  lab,
}) => {
  await leave(await context.newPage(), site, readLeft(mark, -1));
  const page = await open(context);
  expect(await arrived(4)).toEqual(upTo(4));
  await expect.poll(async () => (await stored(page)).filter(isEvent)).toEqual([]);
  await close(page);
  const next = await open(context);
  await flush(next);
  await next.waitForTimeout(inSqlMsUsually);
  const rows = await lab.query(`select seq from rows where event_id like '${mark}-%' order by 1`);
  expect(rows).toEqual(upTo(5).map((seq) => ({ seq })));
});

test("events that left under a lease of SDK 0.1.0-a are left alone until it is over", async ({
  context,
  site,
  mark,
  open,
  arrived,
  copies,
}) => {
  const leaseMs = 6000;
  const sent = await watchEvents<{ name: string; props?: { n: number } }>(context);
  const numbers = () => sent.flatMap(({ name, props }) => (name === "probe" ? [props?.n] : []));
  const entries = readLeft(mark, leaseMs);
  const over = Date.now() + leaseMs;
  await leave(await context.newPage(), site, entries);
  const page = await open(context);
  await flush(page);
  expect(numbers()).toEqual([2, 3]);
  expect(Date.now()).toBeLessThan(over);
  await page.waitForTimeout(over - Date.now());
  await flush(page);
  expect(numbers()).toEqual([2, 3, 0, 1]);
  expect(await arrived(4)).toEqual(upTo(4));
  expect(await copies()).toBe(0);
});

test("an answer that says more than this SDK knows settles the queue", async ({
  context,
  open,
  arrived,
  copies,
}) => {
  let requests = 0;
  await context.exposeFunction("tellRequest", () => {
    requests++;
  });
  // In the page: Playwright can read no body in Firefox, and cannot hand one on.
  await context.addInitScript(() => {
    const { fetch, tellRequest } = window as unknown as Window & { tellRequest(): void };
    window.fetch = async (input, init) => {
      tellRequest();
      const { rejected, ...answer } = await (await fetch(input, init)).json();
      const more = rejected.map((rejection: object) => ({
        ...rejection,
        reason: "out_of_season",
        help: "/docs",
      }));
      return Response.json({ ...answer, rejected: more, received_at: 1, hints: { wait: [] } });
    };
  });
  const page = await open(context);
  await track(page, 0, 2);
  await page.evaluate(() =>
    (window as unknown as { riacho: { track(name: string): void } }).riacho.track(""),
  );
  await flush(page);
  await expect.poll(() => stored(page)).toEqual([]);
  const settledBy = requests;
  await flush(page);
  expect(requests).toBe(settledBy);
  expect(await arrived(2)).toEqual([0, 1]);
  expect(await copies()).toBe(0);
});

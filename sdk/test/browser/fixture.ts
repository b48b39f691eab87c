// What the SDK's browser tests share: a site, the real pipeline on another origin, and how to count what arrived.

import { type BrowserContext, test as base, expect, type Page, type TestDetails } from "@playwright/test";
import { type Lab, startLab } from "../../../local/test/lab.ts";
import { type Site, snippet, startSite } from "./site.ts";

/** How long what was stored may take to be in SQL, in milliseconds: a read of the stream, a flush, and slack. */
const inSqlMs = 15_000;

/** How long a view may wait for its title, and slack, in milliseconds. */
export const viewMs = 150;

/** How long it takes at most on a machine with nothing else to do: what is not there by then did not come. */
export const inSqlMsUsually = 3_000;

export interface Fixture {
  /** Opens a page of the site that has the snippet, with these attributes; waits until the SDK runs. */
  open(context: BrowserContext, path?: string, attributes?: string): Promise<Page>;
  /** Numbers of the `probe` events in SQL, ascending, once as many as expected are there or time is up. */
  arrived(expected: number): Promise<number[]>;
  /** Copies among the rows of this test: how many more rows than events. */
  copies(): Promise<number>;
  /** What each event of this test in SQL says that the SDK has given up so far, by reason, in the order of their seq. */
  dropped(): Promise<(Record<string, number> | null)[]>;
  /** A word that marks the events of this test. */
  mark: string;
}

export const test = base.extend<Fixture, { site: Site; lab: Lab }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.stop();
    },
    { scope: "worker" },
  ],
  lab: [
    async ({ site }, use) => {
      const lab = await startLab([site.origin]);
      site.collector = lab.url;
      await use(lab);
      await lab.stop();
    },
    // The site sends to it, whether a test asks it something or not.
    { scope: "worker", auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  mark: async ({}, use) => use(`m${Math.random().toString(36).slice(2, 10)}`),
  open: async ({ site, lab, mark }, use) => {
    await lab.order({});
    await use(async (context, path = "/", attributes) => {
      site.head = snippet(attributes);
      const page = await context.newPage();
      await page.goto(`${site.origin}${path}`);
      await page.waitForFunction(() => "flush" in (window as unknown as { riacho: object }).riacho);
      await page.evaluate((value) => Object.assign(window, { mark: value }), mark);
      return page;
    });
    await lab.order({});
  },
  arrived: async ({ lab, mark }, use) => {
    const sql = `select cast(json_extract_string(props, '$.n') as integer) as n from events
      where name = 'probe' and json_extract_string(props, '$.mark') = '${mark}' order by 1`;
    await use(async (expected) => {
      const deadline = Date.now() + inSqlMs;
      for (;;) {
        const rows = await lab.query<{ n: number }>(sql);
        if (rows.length >= expected || Date.now() > deadline) return rows.map(({ n }) => n);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    });
  },
  copies: async ({ lab, mark }, use) => {
    await use(async () => {
      const [row] = await lab.query<{
        copies: number;
      }>(`select count(*) - count(distinct event_id) as copies from rows
        where json_extract_string(props, '$.mark') = '${mark}'`);
      return row?.copies ?? 0;
    });
  },
  dropped: async ({ lab, mark }, use) => {
    await use(async () => {
      const rows = await lab.query<{
        dropped: string | null;
      }>(`select dropped from events where json_extract_string(props, '$.mark') = '${mark}' order by seq`);
      return rows.map(({ dropped }) => JSON.parse(dropped ?? "null"));
    });
  },
});

/** Tracks probes, numbered from `first`, in one task. */
export function track(page: Page, first: number, count: number): Promise<void> {
  return page.evaluate(
    ([from, to]) => {
      const { riacho, mark } = window as unknown as {
        riacho: { track(name: string, props: object): void };
        mark: string;
      };
      for (let n = from; n < to; n++) riacho.track("probe", { mark, n });
    },
    [first, first + count] as const,
  );
}

/** Opens a page whose page view has been answered: what is tracked next waits for company, or leaves as twenty. */
export async function openQuietly(open: Fixture["open"], context: BrowserContext): Promise<Page> {
  const page = await open(context);
  await page.waitForTimeout(viewMs);
  await expect.poll(() => stored(page)).toEqual([]);
  return page;
}

/** Keys of what the SDK has stored. */
export function stored(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const open = indexedDB.open("riacho-shop");
    await new Promise((resolve) => open.addEventListener("success", resolve));
    const read = open.result.transaction("queue").objectStore("queue").getAllKeys();
    await new Promise((resolve) => read.addEventListener("success", resolve));
    open.result.close();
    return read.result as string[];
  });
}

/** Goes back within a document. Not by `page.goBack()`, which in Firefox waits for a load. */
export function goBackWithin(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener("popstate", () => resolve(), { once: true });
        history.back();
      }),
  );
}

/** Closes a tab as a user does, and waits until it is gone. */
export async function close(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })]);
}

/** Details of a test that no other browser can run, and why. */
export function chromiumOnly(why: string): TestDetails {
  return { tag: "@chromium-only", annotation: { type: "Chromium only", description: why } };
}

/** 0 to count - 1. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

export { expect };

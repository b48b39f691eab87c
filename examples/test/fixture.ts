// What the recipes' tests share: the real pipeline, a site of another origin that serves one example at a time, and what
// a visit has left in SQL.

import { test as base, expect } from "@playwright/test";
import { type Lab, startLab } from "../../local/test/lab.ts";
import { findPort } from "../../local/test/start-port.ts";
import { type Site, startSite } from "./site.ts";

/** How long what was sent may take to be in SQL: a read of the stream, a flush, and slack. */
const inSql = { timeout: 15_000 };
/** How long it takes at most on a machine with nothing else to do: what is not there by then did not come. */
const inSqlMsUsually = 2_000;

export interface Row {
  name: string;
  /** The page's address without its origin. */
  page: string;
  title: string;
  /** As `page`; empty where there is none. */
  referrer: string;
  props: Record<string, unknown>;
  visitor_id: string | null;
  session_id: string | null;
  page_load: string;
}

interface Fixture {
  /** Errors and warnings of the page. None is expected: a test that expects one takes it out. */
  troubles: string[];
  /** All rows of this test, copies included, once so many are there and no more come. Time spent is left out. */
  rows(expected: number): Promise<Row[]>;
}

interface WorkerFixture {
  lab: Lab;
  site: Site;
  /** A port for an example that brings a server; its pages may send. */
  port: number;
}

export const test = base.extend<Fixture, WorkerFixture>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  port: [async ({}, use) => use(await findPort()), { scope: "worker" }],
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.stop();
    },
    { scope: "worker" },
  ],
  lab: [
    async ({ site, port }, use) => {
      const lab = await startLab([site.origin, `http://localhost:${port}`]);
      site.collector = lab.url;
      await use(lab);
      await lab.stop();
    },
    { scope: "worker", auto: true },
  ],
  troubles: [
    async ({ page }, use) => {
      const troubles: string[] = [];
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (message) => {
        if (/error|warning/.test(message.type())) troubles.push(message.text());
      });
      await use(troubles);
      expect(troubles).toEqual([]);
    },
    { auto: true },
  ],
  rows: async ({ page, lab, site, port }, use) => {
    const begin = new Date().toISOString();
    await use(async (expected) => {
      // Not by visitor: a recipe that starts the SDK twice may well make two.
      const read = () =>
        lab.query<Row & { props: string | null }>(`
          select name, page_url as page, page_title as title, page_referrer as referrer, props, visitor_id, session_id, page_load
          from rows where received_at >= timestamp '${begin}' and name <> 'user_engagement' order by client_at, page_load, seq`);
      await expect.poll(async () => (await read()).length, inSql).toBeGreaterThanOrEqual(expected);
      await page.waitForTimeout(inSqlMsUsually);
      const toPath = (url: string | null) =>
        url?.replace(site.origin, "").replace(`http://localhost:${port}`, "") ?? "";
      return (await read()).map((row) => ({
        ...row,
        page: toPath(row.page),
        referrer: toPath(row.referrer),
        props: JSON.parse(row.props ?? "{}"),
      }));
    });
  },
});

/** What is compared of most rows. */
export const toLine = ({ name, page, referrer }: Row): Line => [name, page, referrer];

export type Line = [name: string, page: string, referrer: string];

export { expect };

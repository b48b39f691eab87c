// Requests that leave as gzip, to the real collector.

import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { close, expect, type Fixture, test, track, upTo } from "./fixture.ts";
import type { Site } from "./site.ts";

interface Left {
  type: "gzip" | "text";
  /** Of the body, uncompressed where that is known. */
  length: number;
}

/** A page whose client compresses, and tells of each request that leaves. */
async function openCompressing(page: Page, site: Site, mark: string): Promise<Left[]> {
  const left: Left[] = [];
  await page.exposeFunction("tellLeft", (one: Left) => left.push(one));
  await page.addInitScript((value) => {
    const { fetch, tellLeft } = window as unknown as Window & { tellLeft(one: object): void };
    window.fetch = (url, init) => {
      const body = init?.body;
      if (typeof body === "string") tellLeft({ type: "text", length: body.length });
      else tellLeft({ type: "gzip", length: (body as ArrayBuffer).byteLength });
      return fetch(url, init);
    };
    Object.assign(window, { mark: value });
  }, mark);
  site.head = await bundlePage(`import { gzip, init, pageFacts } from "@riacho/sdk";
    window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [pageFacts()], fetch: gzip() });`);
  await page.goto(site.origin);
  return left;
}

const flush = (page: Page) =>
  page.evaluate(() => (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush());

async function expectArrived({ arrived, copies }: Pick<Fixture, "arrived" | "copies">, count: number) {
  expect(await arrived(count)).toEqual(upTo(count));
  expect(await copies()).toBe(0);
}

test("a batch leaves as gzip in one request without a preflight, and arrives", async ({
  page,
  site,
  mark,
  lab,
  arrived,
  copies,
}) => {
  const methods: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(lab.url)) methods.push(request.method());
  });
  const left = await openCompressing(page, site, mark);
  await track(page, 0, 50);
  await flush(page);
  expect(left).toEqual([{ type: "gzip", length: expect.any(Number) }]);
  expect(left[0]?.length).toBeLessThan(2000);
  expect(methods).toEqual(["POST"]);
  await expectArrived({ arrived, copies }, 50);
});

test("what leaves with a closing page leaves as text, and arrives", async ({
  page,
  context,
  browserName,
  site,
  mark,
  arrived,
  copies,
}) => {
  const left = await openCompressing(page, site, mark);
  await track(page, 0, 15);
  await close(page);
  if (browserName === "firefox") {
    // A page that closes there tells a test nothing more; and what it began last may end with it: then the next page
    // sends it, once the lease is over.
    await (await context.newPage()).goto(site.origin);
    return await expect.poll(() => arrived(15), { timeout: 60_000 }).toEqual(upTo(15));
  }
  expect(left.map(({ type }) => type)).toEqual(["text"]);
  await expectArrived({ arrived, copies }, 15);
});

test("refused with a 400, it leaves again as text, and so does all that follows", async ({
  page,
  site,
  mark,
  arrived,
  copies,
}) => {
  await page.addInitScript(() => {
    // A gateway that takes the bytes for text, so that the collector can read nothing.
    const { fetch } = window;
    window.fetch = (url, init) =>
      fetch(url, typeof init?.body === "string" ? init : { ...init, body: "\ufffd\ufffd" });
  });
  const left = await openCompressing(page, site, mark);
  await track(page, 0, 50);
  await flush(page);
  await track(page, 50, 50);
  await flush(page);
  expect(left.map(({ type }) => type)).toEqual(["gzip", "text", "text"]);
  await expectArrived({ arrived, copies }, 100);
});

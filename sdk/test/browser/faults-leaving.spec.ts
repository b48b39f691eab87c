// The page goes away, or only seems to: latency, handlers that ask, links that lead nowhere.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { chromiumOnly, close, expect, openQuietly, test, track, upTo } from "./fixture.ts";

const latencyMs = 150;

/** Tracks probes and navigates, in one task. */
async function trackAndNavigate(page: Page, count: number, url: string): Promise<void> {
  await page.evaluate(
    ([probes, href]) => {
      const { riacho, mark } = window as unknown as {
        riacho: { track(name: string, props: object): void };
        mark: string;
      };
      for (let n = 0; n < probes; n++) riacho.track("probe", { mark, n });
      location.href = href;
    },
    [count, url] as const,
  );
}

/** A click, without which a page may not ask before it is left, and a handler that asks or only listens. */
async function listenToBeforeUnload(page: Page, asks: boolean): Promise<void> {
  await page.mouse.click(10, 10);
  await page.evaluate((prevents) => {
    addEventListener("beforeunload", (event) => prevents && event.preventDefault());
  }, asks);
}

test("navigation in the same task, the collector 150 ms away: all arrive, none twice", async ({
  context,
  open,
  arrived,
  copies,
  lab,
}) => {
  const page = await open(context);
  await lab.order({ door: { kind: "delay", ms: latencyMs } });
  await Promise.all([page.waitForURL("**/next"), trackAndNavigate(page, 20, "/next")]);
  expect(await arrived(20)).toEqual(upTo(20));
  // The next page leaves them alone until their lease is over.
  expect(await copies()).toBe(0);
});

test(
  "navigation in the same task, every request of the browser 150 ms late: all arrive, none twice",
  chromiumOnly("the latency is set by CDP; the collector's own is tested in every browser"),
  async ({ context, open, arrived, copies }) => {
    const page = await open(context);
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: latencyMs,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    await Promise.all([page.waitForURL("**/next"), trackAndNavigate(page, 20, "/next")]);
    expect(await arrived(20)).toEqual(upTo(20));
    expect(await copies()).toBe(0);
  },
);

for (const handler of ["no handler", "a beforeunload handler", "a beforeunload handler that asks"]) {
  test(`closed at once with ${handler}, the collector 150 ms away: all arrive without another page`, async ({
    context,
    open,
    arrived,
    copies,
    lab,
  }) => {
    const page = await open(context);
    const asks = handler.endsWith("asks");
    if (handler !== "no handler") await listenToBeforeUnload(page, asks);
    let asked = false;
    page.on("dialog", (dialog) => {
      asked = true;
      void dialog.accept();
    });
    await lab.order({ door: { kind: "delay", ms: latencyMs } });
    await track(page, 0, 20);
    await close(page);
    expect(await arrived(20)).toEqual(upTo(20));
    expect(await copies()).toBe(0);
    expect(asked).toBe(asks);
  });
}

test("a bounce: 30 events, the page gone after 100 ms: all arrive without another page, none twice", async ({
  context,
  open,
  arrived,
  copies,
}) => {
  const page = await open(context);
  await track(page, 0, 30);
  await page.waitForTimeout(100);
  await close(page);
  expect(await arrived(30)).toEqual(upTo(30));
  expect(await copies()).toBe(0);
});

test("a navigation that the visitor cancels: the same page goes on, nothing lost, nothing twice", async ({
  context,
  open,
  arrived,
  copies,
  site,
}) => {
  const page = await openQuietly(open, context);
  await listenToBeforeUnload(page, true);
  await track(page, 0, 5);
  const dismissed = page.waitForEvent("dialog").then((dialog) => dialog.dismiss());
  await page.evaluate(() => void setTimeout(() => location.assign("/elsewhere")));
  await dismissed;
  await track(page, 5, 5);
  expect(await arrived(10)).toEqual(upTo(10));
  expect(await copies()).toBe(0);
  expect(page.url()).toBe(`${site.origin}/`);
});

test("a mailto link: the same page goes on, nothing lost, nothing twice", async ({
  context,
  open,
  arrived,
  copies,
}) => {
  const page = await openQuietly(open, context);
  await track(page, 0, 5);
  await page.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "mailto:somebody@localhost" });
    document.body.append(link);
    link.click();
  });
  await track(page, 5, 5);
  expect(await arrived(10)).toEqual(upTo(10));
  expect(await copies()).toBe(0);
});

test("a link to a file: the same page goes on, nothing lost, nothing twice", async ({
  context,
  open,
  arrived,
  copies,
}) => {
  // Only the answer says that it is a file: until then it is a navigation like any other.
  const files = createServer((_, response) =>
    response.writeHead(200, { "content-disposition": 'attachment; filename="a.txt"' }).end("a"),
  );
  await new Promise<void>((resolve) => files.listen(0, "127.0.0.1", resolve));
  try {
    const page = await openQuietly(open, context);
    await track(page, 0, 5);
    const { port } = files.address() as AddressInfo;
    const downloaded = page.waitForEvent("download");
    await page.evaluate((url) => location.assign(url), `http://localhost:${port}/a.txt`);
    await downloaded;
    await track(page, 5, 5);
    expect(await arrived(10)).toEqual(upTo(10));
    expect(await copies()).toBe(0);
  } finally {
    files.closeAllConnections();
    files.close();
  }
});

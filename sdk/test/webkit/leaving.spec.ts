// The page goes away in WebKit.

import { expect, pause, test, upTo } from "./fixture.ts";

test("navigation in the same task: all arrive, none twice", async ({
  visit,
  probe,
  arrived,
  copies,
  isAt,
}) => {
  await visit();
  await probe(0, 20, "location.href = '/next'");
  await isAt("/next");
  expect(await arrived(20)).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

test("navigation in the same task, the collector 150 ms away: all arrive without another page of the SDK's", async ({
  visit,
  probe,
  arrived,
  copies,
  isAt,
  lab,
  site,
}) => {
  await visit();
  await lab.order({ door: { kind: "delay", ms: 150 } });
  site.head = ""; // the next page could not send what this one left
  await probe(0, 20, "location.href = '/next'");
  await isAt("/next");
  expect(await arrived(20)).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

test("the tab is closed at once, the collector 150 ms away: all arrive without another page", async ({
  visit,
  probe,
  arrived,
  copies,
  openTab,
  lab,
}) => {
  const close = await openTab();
  await visit();
  await lab.order({ door: { kind: "delay", ms: 150 } });
  await probe(0, 20);
  await close();
  expect(await arrived(20)).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

test("a bounce: 30 events, the page gone after 100 ms: all arrive without another page, none twice", async ({
  visit,
  probe,
  arrived,
  copies,
  openTab,
}) => {
  const close = await openTab();
  await visit();
  await probe(0, 30);
  await pause(100);
  await close();
  expect(await arrived(30)).toEqual(upTo(30));
  expect(await copies()).toBe(0);
});

test("30 times 8 KB, then closed: what keepalive cannot carry is sent by the next page", async ({
  visit,
  untilQuiet,
  probe,
  arrived,
  openTab,
}) => {
  const close = await openTab();
  await visit();
  await untilQuiet();
  await probe(0, 30, "", 8000);
  await close();
  await visit();
  await expect.poll(() => arrived(30), { timeout: 45_000 }).toEqual(upTo(30));
});

// WebKit drops what is written to IndexedDB in pagehide, leases too: the next page knows of none.
test("fewer events than leave by themselves, three pages in a row: all arrive, each page sends them once more at most", async ({
  visit,
  probe,
  arrived,
  copies,
}) => {
  await visit();
  await probe(0, 5);
  const paths = ["/two", "/three", "/four"];
  for (const path of paths) await visit(path);
  expect(await arrived(5)).toEqual(upTo(5));
  await pause(3000);
  console.log(`three pages in a row: ${await copies()} copies of 5 events`);
  expect(await copies()).toBeLessThanOrEqual(5 * paths.length);
});

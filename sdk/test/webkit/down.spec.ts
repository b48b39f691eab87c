// The collector is ill or gone, in WebKit.

import { snippet } from "../browser/site.ts";
import { expect, notesRequests, pause, readRequests, test, upTo } from "./fixture.ts";

test("503, then well again: all arrive, none twice", async ({ visit, probe, arrived, copies, lab }) => {
  await visit();
  await lab.order({ door: { kind: "status", status: 503 } });
  await probe(0, 25);
  await pause(3000);
  expect(await arrived(0)).toEqual([]);
  await lab.order({});
  expect(await arrived(25)).toEqual(upTo(25));
  expect(await copies()).toBe(0);
});

test("429: nothing is stored before Retry-After is over", async ({ visit, probe, arrived, lab, mark }) => {
  await visit();
  await pause(1500); // the page view has been answered
  await lab.order({ door: { kind: "status", status: 429, retry_after: 4, times: 1 } });
  await probe(0, 12);
  await pause(1000);
  await probe(12, 12);
  expect(await arrived(24)).toEqual(upTo(24));
  const [first] = await lab.query<{ ms: number }>(
    `select date_diff('millisecond', min(client_at), min(received_at)) as ms from events
     where name = 'probe' and json_extract_string(props, '$.mark') = '${mark}'`,
  );
  expect(Number(first?.ms)).toBeGreaterThanOrEqual(3900);
});

test("stored, but the answer was lost: sent again, one event all the same", async ({
  visit,
  probe,
  arrived,
  copies,
  lab,
}) => {
  await visit();
  await pause(1500);
  await lab.order({ door: { kind: "answer_lost", times: 1 } });
  await probe(0, 12);
  expect(await arrived(12)).toEqual(upTo(12));
  await expect.poll(copies).toBeGreaterThan(0);
  expect(await arrived(12)).toEqual(upTo(12));
});

test("connections refused for 3 s while the browser believes it is online: the same page delivers all, none twice", async ({
  driver,
  visit,
  probe,
  arrived,
  copies,
  lab,
}) => {
  await visit();
  await pause(1500);
  await lab.down();
  try {
    await probe(0, 20);
    await pause(3000);
    await probe(20, 5);
    expect(await driver.executeScript("return navigator.onLine")).toBe(true);
  } finally {
    await lab.up();
  }
  await expect.poll(() => arrived(25), { timeout: 45_000 }).toEqual(upTo(25));
  expect(await copies()).toBe(0);
});

test("the page reloaded while connections are refused: the next page delivers all, none twice", async ({
  driver,
  visit,
  probe,
  arrived,
  copies,
  lab,
}) => {
  await visit();
  await pause(1500);
  await lab.down();
  try {
    await probe(0, 20);
    await driver.navigate().refresh();
  } finally {
    await lab.up();
  }
  expect(await arrived(0)).toEqual([]);
  await visit();
  // Those that the page tried to send as it was left wait for their lease.
  await expect.poll(() => arrived(20), { timeout: 60_000 }).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

test("a request that is never answered is tried again after 10 s: all arrive, none twice", async ({
  driver,
  visit,
  untilQuiet,
  probe,
  arrived,
  copies,
  lab,
}) => {
  await visit("/", notesRequests + snippet());
  await untilQuiet();
  const before = (await readRequests(driver)).length;
  await lab.order({ door: { kind: "hang", times: 1 } });
  await probe(0, 20);
  await expect.poll(() => arrived(20), { timeout: 40_000 }).toEqual(upTo(20));
  const [first = 0, second = 0] = (await readRequests(driver)).slice(before);
  expect(second - first).toBeGreaterThanOrEqual(9900);
  expect(await copies()).toBe(0);
});

test("a page closed while its request hangs: the next page sends it when the lease is over, once", async ({
  visit,
  untilQuiet,
  probe,
  arrived,
  copies,
  openTab,
  lab,
}) => {
  const close = await openTab();
  await visit();
  await untilQuiet();
  await lab.order({ door: { kind: "hang" } });
  await probe(0, 20);
  await pause(500);
  await close();
  await lab.order({});
  await visit();
  await expect.poll(() => arrived(20), { timeout: 60_000 }).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

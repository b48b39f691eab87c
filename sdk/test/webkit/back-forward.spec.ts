// The back-forward cache in WebKit: a page that comes back goes on, with a page load of its own.

import { expect, test, upTo } from "./fixture.ts";

test("a page put aside by the back-forward cache goes on delivering", async ({
  driver,
  visit,
  probe,
  arrived,
  copies,
  isAt,
  site,
}) => {
  await visit();
  await driver.executeScript("addEventListener('pageshow', (event) => { persisted = event.persisted })");
  await probe(0, 5);
  await driver.get(`${site.origin}/away`);
  await driver.navigate().back();
  await isAt("/");
  const isBack = () => driver.executeScript("return window.persisted");
  await expect.poll(isBack, { message: "restored from the cache" }).toBe(true);
  await probe(5, 5);
  expect(await arrived(10)).toEqual(upTo(10));
  expect(await copies()).toBeLessThanOrEqual(5);
});

test("back and forward, and back again: each return is a page load of its own, of which no event is missing", async ({
  driver,
  visit,
  probe,
  arrived,
  isAt,
  lab,
  mark,
}) => {
  for (const [n, path] of ["/one", "/two"].entries()) {
    await visit(path);
    await driver.executeScript("addEventListener('pageshow', () => { isRestored = true })");
    await probe(n * 5, 5);
  }
  for (const [n, way] of (["back", "forward", "back"] as const).entries()) {
    await driver.navigate()[way]();
    await isAt(way === "back" ? "/one" : "/two");
    const isRestored = () => driver.executeScript("return window.isRestored");
    await expect.poll(isRestored, { message: "restored from the cache" }).toBe(true);
    await probe(10 + n * 5, 5, "isRestored = false");
  }
  expect(await arrived(25)).toEqual(upTo(25));
  const missing = async () => {
    const loads = await lab.query<{ missing: number }>(
      `select max(seq) + 1 - count(*) as missing from events where page_load in
        (select page_load from events where json_extract_string(props, '$.mark') = '${mark}') group by page_load`,
    );
    return loads.map(({ missing }) => Number(missing));
  };
  await expect.poll(missing).toEqual([0, 0, 0, 0, 0]);
});

// The delivery promise in WebKit, where nothing goes wrong. Its driver neither sees requests nor takes the network away:
// what is asserted is what arrived.

import { snippet } from "../browser/site.ts";
import { expect, pause, test, upTo } from "./fixture.ts";

test("steady: events arrive in the order of their seq, with nothing sent twice", async ({
  visit,
  probe,
  arrived,
  copies,
  lab,
  mark,
}) => {
  await visit();
  for (let n = 0; n < 20; n++) {
    await probe(n, 1);
    await pause(50);
  }
  expect(await arrived(20)).toEqual(upTo(20));
  expect(await copies()).toBe(0);
  const bySeq = await lab.query<{ n: number }>(
    `select cast(json_extract_string(props, '$.n') as integer) as n from events
     where name = 'probe' and json_extract_string(props, '$.mark') = '${mark}' order by seq`,
  );
  expect(bySeq.map(({ n }) => n)).toEqual(upTo(20));
});

test("a burst of 1,000 in one task", async ({ visit, probe, arrived, copies }) => {
  await visit();
  await probe(0, 1000);
  expect(await arrived(1000)).toEqual(upTo(1000));
  expect(await copies()).toBe(0);
});

test("storage blocked: delivered from memory, and the page is not disturbed", async ({
  driver,
  visit,
  probe,
  arrived,
}) => {
  const blocked = `<script>
    window.errors = [];
    addEventListener("error", ({ message }) => errors.push(message));
    addEventListener("unhandledrejection", ({ reason }) => errors.push(String(reason)));
    for (const name of ["indexedDB", "localStorage"])
      Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
  </script>`;
  await visit("/", blocked + snippet());
  await probe(0, 20);
  expect(await arrived(20)).toEqual(upTo(20));
  expect(await driver.executeScript("return errors")).toEqual([]);
});

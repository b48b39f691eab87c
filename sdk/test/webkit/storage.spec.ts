// IndexedDB gives way while the page is in use, in WebKit. Its quota cannot be set from here.

import { snippet } from "../browser/site.ts";
import { expect, test, upTo } from "./fixture.ts";

/** From the fifth write on it throws, or its transaction is aborted. */
const failing = (aborts: boolean): string => `<script>
  window.errors = [];
  addEventListener("error", ({ message }) => errors.push(message));
  addEventListener("unhandledrejection", ({ reason }) => errors.push(String(reason)));
  const { put } = IDBObjectStore.prototype;
  let left = 4;
  IDBObjectStore.prototype.put = function (...args) {
    if (left-- > 0) return put.apply(this, args);
    if (!${aborts}) throw new DOMException("full", "QuotaExceededError");
    const request = put.apply(this, args);
    this.transaction.abort();
    return request;
  };
</script>`;

for (const how of ["throws", "aborts its transaction"] as const) {
  test(`from the fifth write on IndexedDB ${how}: delivered from memory, the page undisturbed`, async ({
    driver,
    visit,
    probe,
    arrived,
    copies,
  }) => {
    await visit("/", failing(how !== "throws") + snippet());
    for (let n = 0; n < 20; n += 2) await probe(n, 2);
    expect(await arrived(20)).toEqual(upTo(20));
    expect(await copies()).toBe(0);
    expect(await driver.executeScript("return left")).toBeLessThan(0);
    expect(await driver.executeScript("return errors")).toEqual([]);
  });
}

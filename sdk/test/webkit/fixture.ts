// What the tests in WebKit share: a browser by WebDriver, on the site and the pipeline of the other browsers' tests.

import type { WebDriver } from "selenium-webdriver";
import { test as base, expect, viewMs } from "../browser/fixture.ts";
import { snippet } from "../browser/site.ts";
import { type Machine, startMachine } from "./machine.ts";

interface Fixture {
  driver: WebDriver;
  /** Opens a page of the site in the current tab, with this head, and waits until the SDK runs. */
  visit(path?: string, head?: string): Promise<void>;
  /** Tracks probes in the current tab, numbered from `first`, and runs more code in the same task. */
  probe(first: number, count: number, andThen?: string, characters?: number): Promise<void>;
  /** Waits until nothing is stored in the current tab, and no page view is to come: it has been answered. */
  untilQuiet(): Promise<void>;
  /** Waits until the current tab shows this path. */
  isAt(path: string): Promise<void>;
  /** Opens another tab and goes there. Gives how to close it as a user does, and go back. */
  openTab(): Promise<() => Promise<void>>;
}

export const test = base.extend<Fixture, { machine: Machine }>({
  machine: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const machine = await startMachine();
      await use(machine);
      await machine.stop();
    },
    { scope: "worker" },
  ],
  driver: async ({ machine }, use) => {
    const driver = await machine.startSession();
    await use(driver);
    await driver.quit();
  },
  visit: async ({ driver, site, lab }, use) => {
    await lab.order({});
    await use(async (path = "/", head = snippet()) => {
      site.head = head;
      await driver.get(`${site.origin}${path}`);
      const isRunning = () => driver.executeScript<boolean>("return 'flush' in window.riacho");
      await driver.wait(isRunning, 20_000, "the SDK runs");
    });
    await lab.order({});
  },
  probe: async ({ driver, mark }, use) => {
    await use(async (first, count, andThen = "", characters = 0) => {
      await driver.executeScript(toProbes(mark, first, count, characters) + andThen);
    });
  },
  untilQuiet: async ({ driver }, use) => {
    await use(async () => {
      await pause(viewMs);
      await expect.poll(() => stored(driver)).toEqual([]);
    });
  },
  isAt: async ({ driver, site }, use) => {
    await use(async (path) => {
      const address = site.origin + path;
      await driver.wait(async () => (await driver.getCurrentUrl()) === address, 20_000, address);
    });
  },
  openTab: async ({ driver }, use) => {
    await use(async () => {
      const before = await driver.getWindowHandle();
      await driver.switchTo().newWindow("tab");
      return async () => {
        await driver.close();
        await driver.switchTo().window(before);
      };
    });
  },
});

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The code that tracks probes. */
export function toProbes(mark: string, first: number, count: number, characters = 0): string {
  return `for (let n = ${first}; n < ${first + count}; n++)
    riacho.track("probe", { mark: "${mark}", n, text: "x".repeat(${characters}) });`;
}

/** Keys of what the SDK has stored. */
export function stored(driver: WebDriver): Promise<string[]> {
  return driver.executeAsyncScript(`
    const [done] = arguments;
    const open = indexedDB.open("riacho-shop");
    open.onsuccess = () => {
      const read = open.result.transaction("queue").objectStore("queue").getAllKeys();
      read.onsuccess = () => {
        open.result.close();
        done(read.result);
      };
    };
  `);
}

/** For a page's head, before the snippet: when its requests left, which the driver does not see. */
export const notesRequests = `<script>
  window.requests = [];
  window.fetch = ((fetch) => (...args) => {
    requests.push(Date.now());
    return fetch(...args);
  })(fetch);
</script>`;

/** When the requests of the current tab's page left, in milliseconds since 1970. */
export const readRequests = (driver: WebDriver): Promise<number[]> => driver.executeScript("return requests");

export { upTo } from "../browser/fixture.ts";
export { expect };

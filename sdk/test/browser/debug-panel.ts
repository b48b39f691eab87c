// How a test looks into the overlay, whose shadow root is closed to everybody else, and points at it with a real mouse.

import type { Page } from "@playwright/test";

interface Shown {
  counts: { [label: string]: number };
  answer: string;
  rows: [name: string, state: string, why: string][];
}

type Window = { shadow: ShadowRoot };

/** Keeps the root that the next pages' overlay makes; it stays closed. */
export async function keepShadow(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      const root = attachShadow.call(this, options);
      Object.defineProperty(window, "shadow", { value: root, configurable: true });
      return root;
    };
  });
}

/** What the panel says; rows as they are shown, newest first. */
export function readPanel(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    const { shadow } = window as unknown as Window;
    const text = (element: ParentNode, selector: string) =>
      element.querySelector(selector)?.textContent ?? "";
    const counts = [...shadow.querySelectorAll("dl > div")].map((item) => [
      text(item, "dt"),
      Number(text(item, "dd")),
    ]);
    const rows = [...shadow.querySelectorAll("li")].map((row): [string, string, string] => [
      text(row, ".name"),
      text(row, ".state"),
      text(row, ".why"),
    ]);
    return { counts: Object.fromEntries(counts), answer: text(shadow, ".answer"), rows };
  });
}

/** The middle of what the panel shows there. */
export async function placeOf(page: Page, selector: string): Promise<[x: number, y: number]> {
  const { x, y, width, height } = await page.evaluate((selector) => {
    const element = (window as unknown as Window).shadow.querySelector(selector);
    return (element as Element).getBoundingClientRect().toJSON();
  }, selector);
  return [x + width / 2, y + height / 2];
}

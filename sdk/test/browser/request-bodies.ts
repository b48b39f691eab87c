import type { Page } from "@playwright/test";

/**
 * Tells of what the pages to come send by fetch, before it leaves. Asked in the page: Firefox shows a test no body.
 *
 * @param onBody called with each body that is text
 */
export async function watchBodies(page: Page, onBody: (body: string) => void): Promise<void> {
  await page.exposeFunction("tellBody", onBody);
  await page.addInitScript(() => {
    const { fetch, tellBody } = window as unknown as Window & { tellBody(body: string): void };
    window.fetch = (input, init) => {
      if (typeof init?.body === "string") tellBody(init.body);
      return fetch(input, init);
    };
  });
}

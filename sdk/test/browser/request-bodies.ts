import type { BrowserContext, Page } from "@playwright/test";

/**
 * Tells of what the pages to come send by fetch, before it leaves. Asked in the page: Firefox shows a test no body.
 *
 * @param onBody called with each body that is text, and where it goes
 */
export async function watchBodies(
  watched: Page | BrowserContext,
  onBody: (body: string, url: string) => void,
): Promise<void> {
  await watched.exposeFunction("tellBody", onBody);
  await watched.addInitScript(() => {
    const { fetch, tellBody } = window as unknown as Window & { tellBody(body: string, url: string): void };
    window.fetch = (input, init) => {
      if (typeof init?.body === "string") tellBody(init.body, String(input));
      return fetch(input, init);
    };
  });
}

/** Every event that the pages to come send, with its batch's facts and the app it is sent for. */
export async function watchEvents<Sent extends { name?: unknown }>(
  watched: Page | BrowserContext,
): Promise<Sent[]> {
  const sent: Sent[] = [];
  await watchBodies(watched, (body, url) => {
    const app = new URL(url).searchParams.get("app");
    const { facts, events } = JSON.parse(body);
    sent.push(...events.map((event: object) => ({ app, ...facts, ...event })));
  });
  return sent;
}

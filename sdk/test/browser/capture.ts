// A page that captures by a plugin from its source, and what it sent.

import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { test as base } from "./fixture.ts";
import { watchBodies } from "./request-bodies.ts";

/** Reaching SQL takes a read of the stream and a flush; the machine may be busy. */
export const soon = { timeout: 20_000 };

interface Captured {
  name: string;
  props: Record<string, unknown>;
}

interface Fixture {
  /** Opens a page at an address of this test, whose client has one plugin, such as `forms()` of `./forms.ts`. */
  openWith(page: Page, plugin: string, file: string, body?: string, query?: string): Promise<void>;
  /** What the page has sent so far, request by request, as text. */
  bodies: string[];
  /** Sends everything, and gives all that the page has sent by requests so far. */
  sent(page: Page): Promise<Captured[]>;
  /** What has reached SQL, by name. */
  inSql(): Promise<Captured[]>;
}

export const test = base.extend<Fixture>({
  openWith: async ({ site, lab, mark }, use) => {
    await lab.order({});
    await use(async (page, plugin, file, body = "", query = "") => {
      const [name] = plugin.split("(");
      const start = await bundlePage(`import { init, pageFacts } from "@riacho/sdk";
        import { ${name} } from "${file}";
        window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [pageFacts(), ${plugin}] });`);
      site.head = start + body; // what does not belong into a head ends it
      await page.goto(`${site.origin}/${mark}${query}`);
      // Wherever the page goes from here nothing can send on its behalf.
      site.head = "";
    });
  },
  bodies: async ({ page }, use) => {
    const bodies: string[] = [];
    await watchBodies(page, (body) => bodies.push(body));
    await use(bodies);
  },
  sent: async ({ bodies }, use) => {
    await use(async (page) => {
      await page.evaluate(() => (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush());
      const events: Captured[] = bodies.flatMap((body) => JSON.parse(body).events);
      return events.map(({ name, props }) => ({ name, props }));
    });
  },
  inSql: async ({ lab, mark }, use) => {
    await use(async () => {
      const rows = await lab.query<{ name: string; props: string }>(
        `select name, props from events where page_path = '/${mark}' order by name, seq`,
      );
      return rows.map(({ name, props }) => ({ name, props: JSON.parse(props) }));
    });
  },
});

export { expect } from "./fixture.ts";

// Page views, visitors, sessions and users, as a site's pages make them.

import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { chromiumOnly, expect, goBackWithin, test, viewMs } from "./fixture.ts";
import { watchBodies } from "./request-bodies.ts";
import { snippet } from "./site.ts";

type Window = {
  riacho: {
    track(name: string): void;
    identify(id: string, traits?: object): void;
    reset(): void;
    flush(): Promise<void>;
    close(): void;
  };
};

/** Runs in the page, sends everything, and gives what each request said of its events. */
async function collect(page: Page, act: () => Promise<void>): Promise<Record<string, unknown>[]> {
  const events: Record<string, unknown>[] = [];
  await watchBodies(page, (body) => {
    const { facts, events: sent } = JSON.parse(body);
    events.push(...sent.map((event: object) => ({ ...facts, ...event })));
  });
  await act();
  await page.evaluate(() => (window as unknown as Window).riacho.flush());
  return events;
}

/** Opens a page and stays until its view is tracked, which waits for a title. */
async function seeTitled(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForTimeout(viewMs);
}

test("a single-page app: one page view per address, the previous one as referrer", async ({ page, site }) => {
  site.head = snippet();
  const events = await collect(page, async () => {
    await page.goto(`${site.origin}/start`);
    await page.evaluate(() => {
      history.pushState({}, "", "/start"); // the same address: none
      history.pushState({}, "", "/list?page=2");
      history.replaceState({}, "", "/list?page=3");
      location.hash = "part"; // none
    });
    await goBackWithin(page); // the hash: none
    await goBackWithin(page);
    await page.waitForTimeout(100);
  });
  const views = events.filter(({ name }) => name === "page_view");
  expect(views.map(({ page_url, page_referrer }) => [page_url, page_referrer])).toEqual([
    [`${site.origin}/start`, undefined],
    [`${site.origin}/list?page=2`, `${site.origin}/start`],
    [`${site.origin}/list?page=3`, `${site.origin}/list?page=2`],
    [`${site.origin}/start`, expect.stringContaining("/list?page=3")],
  ]);
});

test("a view that waits for its title has its page, though the client is closed", async ({ page, site }) => {
  site.head = snippet();
  const events = await collect(page, async () => {
    await page.goto(`${site.origin}/start`);
    await page.evaluate(() => {
      history.pushState({}, "", "/next");
      (window as unknown as Window).riacho.close();
    });
    await page.waitForTimeout(100);
  });
  const paths = events.filter(({ name }) => name === "page_view").map(({ page_path }) => page_path);
  expect(paths).toEqual(["/start", "/next"]);
});

test("a view has no later page's title, though a router hears of the way back first", async ({
  page,
  site,
}) => {
  site.head = `<script>addEventListener("popstate", () => { document.title = "Start"; });</script>${snippet()}`;
  const events = await collect(page, async () => {
    await seeTitled(page, `${site.origin}/start`);
    await page.evaluate(() => {
      history.pushState({}, "", "/next");
      document.title = "Next";
      history.back();
    });
    await page.waitForURL("**/start");
    await page.waitForTimeout(viewMs);
  });
  const titles = events.filter(({ name }) => name === "page_view").map(({ page_title }) => page_title);
  expect(titles).toEqual(["A page", "Next", "Start"]);
});

test("a title that a script sets as the page loads is that of its view", async ({ page, site }) => {
  site.head = `${snippet()}<script>setTimeout(() => { document.title = "Deep down"; }, 30)</script>`;
  const events = await collect(page, () => seeTitled(page, `${site.origin}/deep`));
  const titles = events.filter(({ name }) => name === "page_view").map(({ page_title }) => page_title);
  expect(titles).toEqual(["Deep down"]);
});

const leavings = {
  "as it has loaded": (path: string) => `${snippet()}<script>
    if (location.pathname === "${path}") addEventListener("load", () => { location.href = "/next"; });
  </script>`,
  "by the task that starts the SDK": (path: string) => `<script>
    function leave() { if (location.pathname === "${path}") location.replace("/next"); }
  </script>
  <script src="{collector}/riacho.js" data-app-id="shop" onload="leave()"></script>`,
};

for (const [when, toHead] of Object.entries(leavings)) {
  test(`a page that is left ${when} is viewed all the same`, async ({ page, site, lab, mark }) => {
    const path = `/left-${mark}`;
    site.head = toHead(path);
    await page.goto(`${site.origin}${path}`, { waitUntil: "commit" });
    await page.waitForURL("**/next");
    const sql = `select count(*) as n from events where name = 'page_view' and page_path = '${path}'`;
    await expect.poll(() => lab.query(sql), { timeout: 45_000 }).toEqual([{ n: 1 }]);
  });
}

test("what is tracked in the task that starts the SDK comes after the view of its page", async ({
  page,
  site,
}) => {
  site.head = await bundlePage(`import { autocapture, init } from "@riacho/sdk";
    window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [autocapture()] });
    riacho.track("early");`);
  const events = await collect(page, () => page.goto(site.origin).then(() => {}));
  expect(events.map(({ name }) => name)).toEqual(["first_visit", "session_start", "page_view", "early"]);
});

const closeLater = `setTimeout(() => riacho.close(), ${viewMs / 2});`;
for (const [when, plugins, close] of [
  ["in the task that starts it", "autocapture()", "riacho.close();"],
  ["later", "autocapture()", closeLater],
  // Each wraps the history.
  ["with plugins of one's own choice", "pageViews(), engagement(), siteSearch()", closeLater],
] as const) {
  const title = `closed ${when}, the SDK leaves the page as it was`;
  const where = chromiumOnly("in Firefox, Playwright itself listens by the page's own functions");
  test(title, where, async ({ page, site }) => {
    await page.addInitScript(() => {
      /** Those that listen, as text; `EventTarget` keeps no list. */
      const listening = new Set<string>();
      const { addEventListener, removeEventListener } = EventTarget.prototype;
      const ids = new Map<unknown, number>();
      const toKey = (type: string, listener: unknown) => {
        ids.set(listener, ids.get(listener) ?? ids.size);
        return `${type} ${ids.get(listener)}`;
      };
      EventTarget.prototype.addEventListener = function (type, listener, options) {
        const { signal } = Object(options) as AddEventListenerOptions;
        const own: EventTarget = this ?? window;
        if (!(own instanceof AbortSignal) && !signal?.aborted) {
          listening.add(toKey(type, listener));
          signal?.addEventListener("abort", () => listening.delete(toKey(type, listener)));
        }
        addEventListener.call(own, type, listener, options);
      };
      EventTarget.prototype.removeEventListener = function (type, listener, options) {
        listening.delete(toKey(type, listener));
        removeEventListener.call(this ?? window, type, listener, options);
      };
      Object.assign(window, { listening });
    });
    site.head =
      await bundlePage(`import { autocapture, engagement, init, pageViews, siteSearch } from "@riacho/sdk";
      const riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [${plugins}] });
      window.most = listening.size;
      ${close}`);
    await page.goto(site.origin);
    await page.waitForTimeout(viewMs * 2);
    const left = await page.evaluate(() => {
      const { listening, most } = window as unknown as { listening: Set<string>; most: number };
      return { most, listening: [...listening], pushState: String(history.pushState) };
    });
    expect(left).toEqual({
      most: expect.any(Number),
      listening: [],
      pushState: expect.stringContaining("[native code]"),
    });
    expect(left.most).toBeGreaterThan(3);
  });
}

test("an email address in a campaign is not sent, as none in an address is", async ({ page, site }) => {
  site.head = snippet();
  const events = await collect(page, () =>
    seeTitled(page, `${site.origin}/?utm_source=news&utm_term=ana@example.com`),
  );
  expect(events.find(({ name }) => name === "page_view")).toMatchObject({ utm_source: "news" });
  expect(JSON.stringify(events)).not.toContain("ana@");
});

test(
  "a browser that calls itself Chrome is known by its brand",
  chromiumOnly("no other browser sends client hints"),
  async ({ page, site, lab, mark }) => {
    const userAgent = (await page.evaluate(() => navigator.userAgent)).replace("Headless", "");
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Emulation.setUserAgentOverride", {
      userAgent,
      userAgentMetadata: {
        brands: ["Chromium", "Brave", "Not.A/Brand"].map((brand) => ({ brand, version: "999" })),
        ...{ platform: "Linux", platformVersion: "", architecture: "", model: "", mobile: false },
      },
    });
    site.head = snippet();
    await seeTitled(page, `${site.origin}/brand-${mark}`);
    await page.evaluate(() => (window as unknown as Window).riacho.flush());
    const sql = `select browser, browser_version, is_bot from events where name = 'page_view' and page_path = '/brand-${mark}'`;
    await expect
      .poll(() => lab.query(sql), { timeout: 15_000 })
      .toEqual([{ browser: "Brave", browser_version: "999", is_bot: false }]);
  },
);

test("page views can be switched off", async ({ page, site }) => {
  site.head = snippet('data-app-id="shop" data-page-views="off"');
  const events = await collect(page, () => page.goto(site.origin).then(() => {}));
  expect(events).toEqual([]);
});

test("one visitor and session in all tabs; another campaign is another session; reset is somebody else", async ({
  context,
  site,
}) => {
  site.head = snippet();
  const first = await context.newPage();
  const [, , view] = await collect(first, () => seeTitled(first, site.origin));
  const second = await context.newPage();
  const [again] = await collect(second, () => seeTitled(second, `${site.origin}/two`));
  const third = await context.newPage();
  const events = await collect(third, async () => {
    await third.goto(`${site.origin}/?utm_source=news&utm_medium=email`);
    await third.evaluate(() => {
      const { riacho } = window as unknown as Window;
      history.pushState({}, "", "/later");
      riacho.identify("user-1", { plan: "pro" });
      riacho.track("known");
      riacho.reset();
      riacho.track("unknown");
    });
  });
  const [start, campaign, later, identify, known, restart, unknown] = events;
  expect(restart?.name).toBe("session_start");
  expect(start).toMatchObject({ name: "session_start", utm_source: "news" });
  expect(view?.visitor_id).toMatch(/^[0-9a-z]{20,28}$/);
  expect([again?.visitor_id, campaign?.visitor_id]).toEqual([view?.visitor_id, view?.visitor_id]);
  expect(again?.session_id).toBe(view?.session_id);
  expect(campaign?.session_id).not.toBe(view?.session_id);
  expect(later).toMatchObject({ utm_source: "news", utm_medium: "email", session_id: campaign?.session_id });
  expect(identify).toMatchObject({ name: "identify", user_id: "user-1", props: { plan: "pro" } });
  expect(known?.user_id).toBe("user-1");
  expect(unknown?.user_id).toBeUndefined();
  expect(unknown?.visitor_id).not.toBe(view?.visitor_id);
  expect(unknown?.session_id).not.toBe(campaign?.session_id);
});

test("every event has the page load's next seq, and its requests carry no cookie and cost no preflight", async ({
  page,
  site,
  lab,
}) => {
  site.head = snippet();
  const methods: string[] = [];
  page.on("request", async (request) => {
    if (!request.url().startsWith(lab.url)) return;
    const { cookie } = await request.allHeaders();
    methods.push(`${request.method()} ${cookie ?? "no cookie"}`);
  });
  await page.context().addCookies([{ name: "secret", value: "1", url: lab.url }]);
  const events = await collect(page, async () => {
    await page.goto(site.origin);
    await page.evaluate(() => {
      for (let i = 0; i < 3; i++) (window as unknown as Window).riacho.track("x");
    });
  });
  expect(events.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(new Set(events.map(({ page_load }) => page_load)).size).toBe(1);
  expect(
    methods.filter((method) => !method.startsWith("GET")).every((method) => method === "POST no cookie"),
  ).toBe(true);
});

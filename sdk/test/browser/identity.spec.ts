// Where a visitor is kept, who shares it, and what happens where the browser keeps nothing.

import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { chromiumOnly, expect, test } from "./fixture.ts";
import { watchBodies } from "./request-bodies.ts";

type Sent = Record<string, unknown>;
type Riacho = {
  track(name: string): void;
  identify(id: string): void;
  reset(): void;
  consent(mode: string): void;
  flush(): Promise<void>;
};

const page = (options = "{}"): Promise<string> =>
  bundlePage(`import { init, pageFacts, visitors } from "@riacho/sdk";
    window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [pageFacts(), visitors(${options})] });`);

/** Every event that the pages of this context send. They are not collected: this is about who they say it was. */
async function listen(context: BrowserContext): Promise<Sent[]> {
  const sent: Sent[] = [];
  /** How many events went to an address, which has the time in it. */
  const counts = new Map<string, number>();
  await watchBodies(context, (body, url) => {
    const { facts, events } = JSON.parse(body);
    counts.set(url, events.length);
    sent.push(...events.map((event: object) => ({ ...facts, ...event })));
  });
  await context.route("**/v1/events?*", (route) => {
    const body = JSON.stringify({ accepted: counts.get(route.request().url()), rejected: [] });
    return route.fulfill({ body, headers: { "access-control-allow-origin": "*" } });
  });
  return sent;
}

async function track(target: Page, name: string): Promise<void> {
  await target.evaluate((event) => {
    const { riacho } = window as unknown as { riacho: Riacho };
    riacho.track(event);
    return riacho.flush();
  }, name);
}

const find = (sent: Sent[], wanted: string): Sent | undefined => sent.find(({ name }) => name === wanted);

test(
  "subdomains share a visitor and a session, by a cookie of the widest domain that takes it",
  chromiumOnly("only Chromium takes names for hosts"),
  async ({ launchOptions, site }) => {
    const args = ["--host-resolver-rules=MAP *.example.co.uk 127.0.0.1", ...(launchOptions.args ?? [])];
    const browser = await chromium.launch({ ...launchOptions, args });
    try {
      const context = await browser.newContext();
      const sent = await listen(context);
      site.head = await page();
      const { port } = new URL(site.origin);
      for (const host of ["shop", "blog"]) {
        const opened = await context.newPage();
        await opened.goto(`http://${host}.example.co.uk:${port}/`);
        await track(opened, host);
      }
      const [shop, blog] = [find(sent, "shop"), find(sent, "blog")];
      expect(blog?.visitor_id).toBe(shop?.visitor_id);
      expect(blog?.session_id).toBe(shop?.session_id);
      expect(sent.filter(({ name }) => name === "first_visit")).toHaveLength(1);
      const cookies = await context.cookies();
      expect(cookies.map(({ name, domain, path, sameSite }) => ({ name, domain, path, sameSite }))).toEqual([
        { name: "riacho-shop", domain: ".example.co.uk", path: "/", sameSite: "Lax" },
      ]);
      const days = ((cookies[0]?.expires ?? 0) - Date.now() / 1000) / 86_400;
      expect(days).toBeGreaterThan(399);
    } finally {
      await browser.close();
    }
  },
);

/** A browser that takes no cookies: they are set, and are not there. */
const refuseCookies = (): void => {
  Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: () => {} });
};
const refuseStorage = (): void => {
  Object.defineProperty(window, "localStorage", {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
};

test("where cookies are refused localStorage keeps the visitor", async ({ context, site }) => {
  await context.addInitScript(refuseCookies);
  const sent = await listen(context);
  site.head = await page();
  const opened = await context.newPage();
  for (const name of ["one", "two"]) {
    await opened.goto(`${site.origin}/${name}`);
    await track(opened, name);
  }
  expect(find(sent, "two")?.visitor_id).toBe(find(sent, "one")?.visitor_id);
  expect(await opened.evaluate(() => Object.keys(localStorage))).toEqual(["riacho-shop"]);
});

test("where both are refused the visitor lasts as long as the page, and nothing is thrown", async ({
  context,
  site,
}) => {
  await context.addInitScript(refuseCookies);
  await context.addInitScript(refuseStorage);
  const sent = await listen(context);
  site.head = await page();
  const opened = await context.newPage();
  const thrown: string[] = [];
  opened.on("pageerror", (error) => thrown.push(error.message));
  await opened.goto(`${site.origin}/one`);
  await track(opened, "one");
  await track(opened, "two");
  await opened.evaluate(() => (window as unknown as { riacho: Riacho }).riacho.reset());
  await opened.goto(`${site.origin}/three`);
  await track(opened, "three");
  const [one, two, three] = ["one", "two", "three"].map((name) => find(sent, name)?.visitor_id);
  expect(two).toBe(one);
  expect(three).toEqual(expect.any(String));
  expect(three).not.toBe(one);
  expect(thrown).toEqual([]);
});

test("another's value under our name is nobody", async ({ context, site }) => {
  const sent = await listen(context);
  await context.addCookies([{ name: "riacho-shop", value: "%7Bnot json", url: site.origin }]);
  site.head = await page();
  const opened = await context.newPage();
  await opened.goto(site.origin);
  await track(opened, "one");
  expect(find(sent, "one")?.visitor_id).toMatch(/^\w{20,28}$/);
});

test("a link cannot make the cookie long, and its campaign is still the session's", async ({
  context,
  site,
}) => {
  const sent = await listen(context);
  site.head = await page();
  const opened = await context.newPage();
  const content = "x".repeat(1900);
  await opened.goto(site.origin);
  await track(opened, "before");
  for (const [query, name] of [
    [`?utm_content=${content}`, "landed"],
    ["later", "later"],
  ] as const) {
    await opened.goto(`${site.origin}/${query}`);
    await track(opened, name);
    const cookies = await context.cookies();
    expect(cookies.map(({ value }) => value.length).filter((length) => length > 2000)).toEqual([]);
  }
  const [before, landed, later] = ["before", "landed", "later"].map((name) => find(sent, name));
  expect(landed).toMatchObject({ visitor_id: before?.visitor_id, utm_content: content });
  expect(landed?.session_id).not.toBe(before?.session_id);
  expect(later).toMatchObject({ session_id: landed?.session_id, utm_content: content });
});

test("a session that is none, or that would rename events, is taken for none", async ({ context, site }) => {
  const sent = await listen(context);
  const campaign = { name: "forged", props: { forged: true }, time: 1 };
  for (const session of [{}, "text", { id: "s", at: Date.now(), campaign }]) {
    const value = encodeURIComponent(JSON.stringify({ id: "v", session }));
    await context.addCookies([{ name: "riacho-shop", value, url: site.origin }]);
    site.head = await page();
    const opened = await context.newPage();
    await opened.goto(site.origin);
    await track(opened, "one");
    await opened.close();
  }
  expect(sent.filter(({ name }) => name === "one")).toHaveLength(3);
  for (const event of sent) {
    expect(["one", "session_start"]).toContain(event.name);
    expect(event).toMatchObject({ visitor_id: "v", session_id: expect.any(String) });
    expect(event.props).toBeUndefined();
    expect(event.time).toBeGreaterThan(1);
  }
});

test("reset and identify reach the other tabs", async ({ context, site }) => {
  const sent = await listen(context);
  site.head = await page();
  const [one, two] = [await context.newPage(), await context.newPage()];
  for (const [index, tab] of [one, two].entries()) {
    await tab.goto(site.origin);
    await track(tab, `tab_${index}`);
  }
  await two.evaluate(() => (window as unknown as { riacho: Riacho }).riacho.identify("user-1"));
  await one.waitForTimeout(500); // for the word to come across, on a busy machine too
  await track(two, "two_known");
  await track(one, "one_known");
  expect([find(sent, "two_known")?.user_id, find(sent, "one_known")?.user_id]).toEqual(["user-1", "user-1"]);
  await one.evaluate(() => (window as unknown as { riacho: Riacho }).riacho.reset());
  await two.waitForTimeout(500);
  await track(two, "two_reset");
  await track(one, "one_reset");
  const [before, first, second] = ["tab_0", "one_reset", "two_reset"].map((name) => find(sent, name));
  expect(first?.visitor_id).not.toBe(before?.visitor_id);
  expect(second?.visitor_id).toBe(first?.visitor_id);
  expect([first?.user_id, second?.user_id]).toEqual([undefined, undefined]);
});

test("a session ends after 30 idle minutes, in all tabs; session_start comes once in each", async ({
  context,
  site,
}) => {
  const sent = await listen(context);
  site.head = await page();
  const [one, two] = [await context.newPage(), await context.newPage()];
  for (const tab of [one, two]) {
    await tab.clock.install();
    await tab.goto(site.origin);
  }
  await track(one, "start");
  await track(two, "start_too");
  for (const tab of [one, two]) await tab.clock.setFixedTime(Date.now() + 29 * 60_000);
  await track(one, "within");
  for (const tab of [one, two]) await tab.clock.setFixedTime(Date.now() + 31 * 60_000);
  // The first tab was idle for 2 minutes: its activity counts for both.
  await track(two, "still");
  for (const tab of [one, two]) await tab.clock.setFixedTime(Date.now() + 62 * 60_000);
  await track(two, "after");
  await track(one, "after_too");
  const sessions = ["start", "start_too", "within", "still", "after", "after_too"].map(
    (name) => find(sent, name)?.session_id,
  );
  const [first, , , , last] = sessions;
  expect(sessions).toEqual([first, first, first, first, last, last]);
  expect(last).not.toBe(first);
  const starts = sent.filter(({ name }) => name === "session_start").map(({ session_id }) => session_id);
  expect(starts).toEqual([first, last]);
});

test("campaigns and click ids belong to the session; another campaign begins another", async ({
  context,
  site,
}) => {
  const sent = await listen(context);
  site.head = await page();
  const opened = await context.newPage();
  const visits: [path: string, name: string][] = [
    ["/?utm_source=news&utm_medium=email", "landed"],
    ["/list", "later"],
    ["/?utm_source=news&utm_medium=email", "again"],
    ["/?gclid=a1", "clicked"],
    ["/cart", "bought"],
  ];
  for (const [path, name] of visits) {
    await opened.goto(site.origin + path);
    await track(opened, name);
  }
  const [landed, later, again, clicked, bought] = visits.map(([, name]) => find(sent, name));
  expect(later).toMatchObject({ utm_source: "news", utm_medium: "email", session_id: landed?.session_id });
  expect(again?.session_id).toBe(landed?.session_id);
  expect(clicked?.session_id).not.toBe(landed?.session_id);
  expect(bought).toMatchObject({ click_id: "a1", click_id_type: "gclid", session_id: clicked?.session_id });
  expect(bought).not.toHaveProperty("utm_source");
});

/** A page whose script does this in the task that starts the SDK. */
const pageThat = (code: string): Promise<string> =>
  bundlePage(`import { autocapture, init } from "@riacho/sdk";
    const riacho = window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [autocapture()] });
    ${code}`);

/** Under one path a page ends before its next task: its timers never run. */
const stopTimers = (): void => {
  if (location.pathname === "/stopped") window.setTimeout = (() => 0) as unknown as typeof setTimeout;
};

test("the task that starts the SDK asks neither cookies nor storage, and what follows it does", async ({
  context,
  site,
}) => {
  await listen(context);
  await context.addInitScript(() => {
    const asked: string[] = [];
    const watch = (target: object, name: string) => {
      const { get, set, ...rest } = Object.getOwnPropertyDescriptor(target, name) as PropertyDescriptor;
      Object.defineProperty(target, name, {
        ...rest,
        get() {
          asked.push(name);
          return get?.call(this);
        },
        set(value) {
          set?.call(this, value);
        },
      });
    };
    watch(Document.prototype, "cookie");
    watch(window, "localStorage");
    watch(window, "indexedDB");
    const { addEventListener } = window;
    window.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      if (args[0] === "storage") asked.push("storage");
      addEventListener.apply(window, args);
    };
    Object.assign(window, { asked });
  });
  site.head = await pageThat("queueMicrotask(() => { window.askedAtOnce = [...window.asked]; })");
  const opened = await context.newPage();
  await opened.goto(site.origin);
  expect(await opened.evaluate(() => (window as unknown as { askedAtOnce: string[] }).askedAtOnce)).toEqual(
    [],
  );
  await expect
    .poll(() => opened.evaluate(() => [...new Set((window as unknown as { asked: string[] }).asked)].sort()))
    .toEqual(["cookie", "indexedDB", "localStorage", "storage"]);
});

for (const [what, path, waitMs] of [
  ["is left 100 ms after its load", "/left", 100],
  ["ends before its next task", "/stopped", 0],
] as const) {
  test(`a page that ${what} keeps its visitor, and loses no event`, async ({ context, site, lab }) => {
    await context.addInitScript(stopTimers);
    site.head = await pageThat("");
    const opened = await context.newPage();
    await opened.goto(site.origin + path);
    await opened.waitForTimeout(waitMs);
    await opened.goto(`${site.origin}/next`);
    await track(opened, "next");
    const [cookie] = await context.cookies();
    const { id } = JSON.parse(decodeURIComponent(cookie?.value ?? ""));
    // Time spent is told where a page was in use for a second, as it may be on a busy machine.
    const sql = `select page_path || ' ' || name as event from events
      where visitor_id = '${id}' and name <> 'user_engagement'`;
    await expect
      .poll(async () => (await lab.query<{ event: string }>(sql)).map(({ event }) => event).sort(), {
        timeout: 15_000,
      })
      .toEqual(
        [
          "/next next",
          "/next page_view",
          `${path} first_visit`,
          `${path} page_view`,
          `${path} session_start`,
        ].sort(),
      );
  });
}

for (const [what, code] of [
  ["flushed", `riacho.flush();`],
  ["closed", `riacho.close();`],
] as const) {
  test(`what is ${what} in the task that started the SDK is sent`, async ({ context, site }) => {
    const sent = await listen(context);
    await context.addInitScript(stopTimers);
    site.head = await pageThat(`riacho.track("probe"); ${code}`);
    const opened = await context.newPage();
    await opened.goto(`${site.origin}/stopped`);
    await expect.poll(() => find(sent, "probe")?.visitor_id).toEqual(expect.any(String));
  });
}

for (const [call, expected] of [
  [`identify("user-1")`, { visitor_id: "known", user_id: "user-1" }],
  [`group("acme")`, { visitor_id: "known", group_id: "acme" }],
  ["reset()", { visitor_id: expect.stringMatching(/^\w{20,28}$/) }],
] as const) {
  for (const [when, toCode] of [
    ["the task that started the SDK", (code: string) => code],
    [
      "a later task",
      (code: string) => `window.done = new Promise((done) => setTimeout(() => done(${code}), 200));`,
    ],
  ] as const) {
    test(`${call} in ${when} says nothing of what was before it`, async ({ context, site }) => {
      const sent = await listen(context);
      const value = encodeURIComponent(JSON.stringify({ id: "known" }));
      await context.addCookies([{ name: "riacho-shop", value, url: site.origin }]);
      const code = `riacho.track("before"), riacho.${call}, riacho.track("after")`;
      site.head = await pageThat(toCode(code));
      const opened = await context.newPage();
      await opened.goto(site.origin);
      await opened.evaluate(() => (window as unknown as { done?: Promise<void> }).done);
      await track(opened, "last");
      const [before, after] = ["before", "after"].map((name) => {
        const { visitor_id, user_id, group_id } = find(sent, name) ?? {};
        return { visitor_id, user_id, group_id };
      });
      expect(before).toEqual({ visitor_id: "known" });
      expect(after).toEqual(expected);
    });
  }
}

test("a session's time that lies ahead does not keep the session alive", async ({ context, site }) => {
  await listen(context);
  const session = { id: "s", campaign: {}, at: Date.now() + 86_400_000 };
  const value = encodeURIComponent(JSON.stringify({ id: "v", session }));
  await context.addCookies([{ name: "riacho-shop", value, url: site.origin }]);
  site.head = await page();
  const opened = await context.newPage();
  await opened.goto(site.origin);
  await track(opened, "one");
  const [cookie] = await context.cookies();
  const { at } = JSON.parse(decodeURIComponent(cookie?.value ?? "")).session;
  expect(at).toBeLessThanOrEqual(Date.now());
});

test("the time zone is the browser's, where it has Temporal and where not", async ({ context, site }) => {
  const sent = await listen(context);
  site.head = await page();
  for (const name of ["with", "without"]) {
    const opened = await context.newPage();
    if (name === "without") await opened.addInitScript("delete globalThis.Temporal");
    await opened.goto(site.origin);
    await track(opened, name);
    const zone = await opened.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(find(sent, name)?.time_zone).toBe(zone);
  }
});

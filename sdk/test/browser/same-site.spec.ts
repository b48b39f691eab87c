// The collector on a subdomain of the page's site, which renews the visitor's cookie.

import { type Browser, type BrowserContext, chromium, expect, type Page, test } from "@playwright/test";
import { type Lab, startLab } from "../../../local/test/lab.ts";
import { browserArgs } from "../../../scripts/browser-args.ts";
import { bundlePage } from "./bundle.ts";
import { stored } from "./fixture.ts";
import { type LoggingProxy, startLoggingProxy } from "./logging-proxy.ts";
import { type Site, snippet, startSite } from "./site.ts";

type Riacho = {
  track(name: string): void;
  identify(id: string): void;
  reset(): void;
  consent(mode: string): void;
  flush(): Promise<void>;
};
type Host = { riacho: Riacho };

let site: Site;
let lab: Lab;
let proxy: LoggingProxy;
let browser: Browser;
let context: BrowserContext;
let origin: string;

test.beforeAll(async () => {
  site = await startSite();
  origin = `http://www.example.test:${new URL(site.origin).port}`;
  lab = await startLab([origin], "example.test");
  proxy = await startLoggingProxy(lab.url);
  site.collector = `http://t.example.test:${proxy.port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? "",
    args: [...browserArgs, "--host-resolver-rules=MAP *.example.test 127.0.0.1"],
  });
});
test.afterAll(async () => {
  await browser?.close();
  proxy?.stop();
  await lab?.stop();
  await site?.stop();
});
test.beforeEach(async () => {
  await lab.order({});
  proxy.log.length = 0;
  context = await browser.newContext();
});
test.afterEach(() => context.close());

const call = (page: Page, method: keyof Riacho, ...args: string[]): Promise<void> =>
  page.evaluate(
    ([name, values]) =>
      ((window as unknown as Host).riacho[name] as (...all: string[]) => Promise<void> | void)(...values),
    [method, args] as const,
  );

async function open(options = "credentials: true", consent = "granted"): Promise<Page> {
  site.head = await bundlePage(`import { init, visitors } from "@riacho/sdk";
    window.riacho = init({ appId: "shop", endpoint: "{collector}", ${options},
      plugins: [visitors({ consent: "${consent}" })] });`);
  const page = await context.newPage();
  await page.goto(origin);
  return page;
}

async function send(page: Page): Promise<void> {
  await call(page, "track", "probe");
  await call(page, "flush");
}

const dayMs = 86_400_000;

/** The visitor's cookies, and in how many days each ends. */
async function readCookies() {
  const cookies = await context.cookies(origin);
  const ours = cookies.filter(({ name }) => name === "riacho-shop");
  return ours.map(({ expires, ...cookie }) => ({
    ...cookie,
    days: Math.round((expires * 1000 - Date.now()) / dayMs),
  }));
}

/** As Safari keeps what a script stores. */
function shorten(page: Page): Promise<void> {
  return page.evaluate(() => {
    const pair = document.cookie.split("; ").find((each) => each.startsWith("riacho-shop="));
    // biome-ignore lint/suspicious/noDocumentCookie: as the SDK writes it
    document.cookie = `${pair};max-age=${7 * 86_400};path=/;samesite=lax;domain=example.test`;
  });
}

test("the answer makes the cookie live for 400 days again, with the same value, by a request without a preflight", async () => {
  const page = await open();
  await send(page);
  await shorten(page);
  const [short] = await readCookies();
  expect(short?.days).toBe(7);
  proxy.log.length = 0;

  await send(page);
  expect(await readCookies()).toEqual([{ ...short, days: 400 }]);
  expect(short).toMatchObject({ domain: ".example.test", path: "/", httpOnly: false, sameSite: "Lax" });
  expect(proxy.log).toEqual([
    { method: "POST", cookie: `riacho-shop=${short?.value}`, setCookie: [expect.any(String)] },
  ]);
  // The page could read the answers: else it would keep the events, and send them again.
  await expect.poll(() => stored(page)).toEqual([]);
});

test("the tag does so by data-credentials", async () => {
  site.head = snippet('data-app-id="shop" data-credentials="include"');
  const page = await context.newPage();
  await page.goto(origin);
  await expect.poll(() => proxy.log.map(({ setCookie }) => setCookie?.length)).toEqual([1]);
  await shorten(page);
  await send(page);
  expect((await readCookies()).map(({ days }) => days)).toEqual([400]);
});

for (const [what, options, attributes] of [
  ["by default", "credentials: undefined", 'data-app-id="shop"'],
  ["by any other word", "credentials: false", 'data-app-id="shop" data-credentials="yes"'],
] as const) {
  test(`${what} no cookie leaves, and none is renewed`, async () => {
    const page = await open(options);
    await send(page);
    await shorten(page);
    await send(page);
    site.head = snippet(attributes);
    await page.reload();
    await expect.poll(() => proxy.log.length).toBeGreaterThan(2);
    await expect.poll(() => proxy.log.at(-1)).toEqual({ method: "POST" });
    expect(proxy.log.filter(({ cookie, setCookie }) => cookie || setCookie)).toEqual([]);
  });
}

test("a request that outlives its page renews it too", async () => {
  await context.addInitScript(() => {
    const { fetch } = window;
    window.fetch = (url, init) => {
      localStorage.setItem("last", `${init?.keepalive} ${init?.credentials}`);
      return fetch(url, init);
    };
  });
  const page = await open();
  await send(page);
  await shorten(page);
  await lab.order({ door: { kind: "delay", ms: 1000 } });
  await call(page, "track", "probe");
  site.head = "";
  await page.goto(`${origin}/next`);
  expect(await page.evaluate(() => localStorage.getItem("last"))).toBe("true include");
  expect((await readCookies()).map(({ days }) => days)).toEqual([7]);
  await expect.poll(async () => (await readCookies()).map(({ days }) => days)).toEqual([400]);
});

test("anonymous: no cookie is there, none leaves and none is set", async () => {
  const page = await open("credentials: true", "anonymous");
  await send(page);
  expect(proxy.log).toEqual([{ method: "POST" }]);
  expect(await readCookies()).toEqual([]);
});

test("denied: nothing leaves", async () => {
  const page = await open("credentials: true", "denied");
  await send(page);
  expect(proxy.log).toEqual([]);
  expect(await readCookies()).toEqual([]);
});

/** Sends and changes what is kept while the answer is under way; it sets what was kept before. */
async function changeUnderWay(page: Page, change: () => Promise<void>): Promise<() => Promise<void>> {
  await send(page);
  await lab.order({ door: { kind: "delay", ms: 1500 } });
  proxy.log.length = 0;
  await call(page, "track", "probe");
  const sent = call(page, "flush").catch(() => {}); // the page may be closed
  await expect.poll(() => proxy.log.length).toBe(1);
  const [before] = await readCookies();
  await change();
  expect((await readCookies())[0]?.value).not.toBe(before?.value);
  return async () => {
    await sent;
    await expect.poll(() => proxy.log[0]?.setCookie?.[0]).toContain(`riacho-shop=${before?.value};`);
  };
}

for (const mode of ["denied", "anonymous"]) {
  test(`${mode} while an answer is under way: what the answer brings back is erased`, async () => {
    const page = await open();
    const answered = await changeUnderWay(page, () => call(page, "consent", mode));
    expect(await readCookies()).toEqual([]);
    await answered();
    expect(await readCookies()).toEqual([]);
  });
}

for (const [method, ...args] of [["reset"], ["identify", "user-1"]] as const) {
  test(`${method} while an answer is under way: what it changed stays`, async () => {
    const page = await open();
    const answered = await changeUnderWay(page, () => call(page, method, ...args));
    const [changed] = await readCookies();
    await answered();
    expect((await readCookies()).map(({ value }) => value)).toEqual([changed?.value]);
  });
}

test("reset by another tab while an answer is under way: what it changed stays", async () => {
  const [page, other] = [await open(), await open()];
  await send(other);
  const answered = await changeUnderWay(page, () => call(other, "reset"));
  const [changed] = await readCookies();
  await answered();
  expect((await readCookies()).map(({ value }) => value)).toEqual([changed?.value]);
});

test("what comes back when the page that denied is gone is erased by the next one that says so", async () => {
  const page = await open();
  const answered = await changeUnderWay(page, () => call(page, "consent", "denied"));
  await page.close();
  await answered();
  await expect.poll(async () => (await readCookies()).length).toBe(1);
  await open("credentials: true", "denied");
  expect(await readCookies()).toEqual([]);
});

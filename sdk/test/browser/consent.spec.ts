// What each consent mode stores and sends, to the last key.

import type { BrowserContext, Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { close, expect, test, upTo } from "./fixture.ts";
import { watchEvents } from "./request-bodies.ts";
import type { Site } from "./site.ts";

type Riacho = {
  track(name: string, props?: object): void;
  identify(id: string, traits?: object): void;
  group(id: string): void;
  reset(): void;
  consent(mode: string): void;
  close(): void;
  flush(): Promise<void>;
};
type Host = { riacho: Riacho };
type Sent = Record<string, unknown>;

const identifiers = ["visitor_id", "session_id", "user_id", "group_id"];

async function open(
  context: BrowserContext,
  site: Site,
  options: string,
  plugins = "pageFacts()",
): Promise<Page> {
  site.head = await bundlePage(`import { init, pageFacts, visitors } from "@riacho/sdk";
    window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [${plugins}, visitors(${options})] });`);
  const page = await context.newPage();
  await page.goto(site.origin);
  return page;
}

const call = (page: Page, ...calls: [method: keyof Riacho, ...args: unknown[]][]): Promise<void> =>
  page.evaluate((list) => {
    const { riacho } = window as unknown as { riacho: Record<string, (...args: unknown[]) => void> };
    for (const [method, ...args] of list) riacho[method]?.(...args);
  }, calls);

const flush = (page: Page): Promise<void> => page.evaluate(() => (window as unknown as Host).riacho.flush());

/** Everything that the origin stores in the browser. */
async function readStored(page: Page): Promise<{ cookies: string[]; local: string[]; events: string[] }> {
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`);
  const [local, events] = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name = "" }) => name);
    const values: string[] = [];
    for (const name of names) {
      const opening = indexedDB.open(name);
      await new Promise((resolve) => opening.addEventListener("success", resolve));
      const store = opening.result.transaction("queue").objectStore("queue");
      for (const reading of [store.getAllKeys(), store.getAll()]) {
        await new Promise((resolve) => reading.addEventListener("success", resolve));
        values.push(...reading.result.map((value) => JSON.stringify(value)));
      }
      opening.result.close();
    }
    return [Object.entries(localStorage).map((entry) => entry.join("=")), values] as const;
  });
  return { cookies, local, events };
}

const nothing = { cookies: [], local: [], events: [] };

test("granted: a visitor in one cookie, the queue in IndexedDB, nothing else; both identifiers and facts are sent", async ({
  context,
  site,
  lab,
}) => {
  const sent = await watchEvents<Sent>(context);
  await lab.down();
  const page = await open(context, site, "");
  await call(page, ["identify", "user-1"], ["group", "acme"], ["track", "probe"]);
  await expect.poll(async () => (await readStored(page)).events.length).toBe(10);
  const { cookies, local, events } = await readStored(page);
  expect(local).toEqual([]);
  expect(cookies).toHaveLength(1);
  const visitor = JSON.parse(decodeURIComponent((cookies[0] as string).replace("riacho-shop=", "")));
  expect(visitor).toEqual({
    id: expect.stringMatching(/^\w{20,28}$/),
    user: "user-1",
    group: "acme",
    session: { id: expect.any(String), campaign: {}, at: expect.any(Number) },
  });
  expect(events.join()).toContain(visitor.id);
  await lab.up();
  await flush(page);
  const names = ["first_visit", "session_start", "identify", "group", "probe"];
  await expect.poll(() => new Set(sent.map(({ name }) => name))).toEqual(new Set(names));
  for (const event of sent) {
    expect([event.visitor_id, event.session_id]).toEqual([visitor.id, visitor.session.id]);
  }
  expect(sent.find(({ name }) => name === "probe")).toMatchObject({ user_id: "user-1", group_id: "acme" });
  await expect.poll(async () => (await readStored(page)).events).toEqual([]);
});

test("anonymous: events are sent without any identifier, and none is stored", async ({
  context,
  site,
  lab,
}) => {
  const sent = await watchEvents<Sent>(context);
  await lab.down();
  const page = await open(context, site, '{ consent: "anonymous" }');
  await call(page, ["identify", "user-1", { email: "a@example.com" }], ["group", "acme"], ["track", "probe"]);
  await expect.poll(async () => (await readStored(page)).events.length).toBeGreaterThan(1);
  const { cookies, local, events } = await readStored(page);
  expect([cookies, local]).toEqual([[], []]);
  expect(events.join()).not.toMatch(/visitor_id|session_id|user|acme|example\.com/);
  await lab.up();
  await flush(page);
  await expect.poll(() => sent.map(({ name }) => name)).toContain("probe");
  expect(new Set(sent.flatMap((event) => Object.keys(event))).has("page_url")).toBe(true);
  for (const event of sent) {
    expect(event.name).toBe("probe");
    for (const identifier of identifiers) expect(event).not.toHaveProperty(identifier);
  }
});

test("pending: nothing is stored or sent, the database is not even opened; granted later, nothing is lost", async ({
  context,
  site,
}) => {
  const sent = await watchEvents<Sent>(context);
  const page = await open(context, site, '{ consent: "pending" }');
  const props = { n: 0 };
  await call(page, ["track", "probe", props], ["identify", "user-1"]);
  await page.evaluate(() => history.pushState({}, "", "/later"));
  await page.waitForTimeout(1500); // the first batch would have left after 1 s
  await flush(page);
  expect(await readStored(page)).toEqual(nothing);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  expect(sent).toEqual([]);

  await call(page, ["consent", "granted"]);
  await flush(page);
  expect(sent.map(({ name, seq }) => [name, seq])).toEqual([
    ["first_visit", 0],
    ["session_start", 1],
    ["probe", 2],
    ["identify", 3],
  ]);
  // As they were when they happened, on the page they happened on.
  expect(sent.map(({ page_path }) => page_path)).toEqual(["/", "/", "/", "/"]);
  expect(new Set(sent.map(({ visitor_id }) => visitor_id)).size).toBe(1);
  expect(sent[3]).toMatchObject({ user_id: "user-1" });
  expect((await readStored(page)).cookies).toHaveLength(1);
});

test("pending holds what granted would send: what JSON leaves out costs no event", async ({
  context,
  site,
}) => {
  const sent = await watchEvents<Sent>(context);
  const page = await open(context, site, '{ consent: "pending" }');
  await page.evaluate(() => {
    const { riacho } = window as unknown as Host;
    const props = { n: 1, at: new Date(0), call() {} };
    riacho.track("probe", props);
    props.n = 2; // the host's own, from then on
    riacho.consent("granted");
  });
  await flush(page);
  expect(sent.at(-1)).toMatchObject({ name: "probe", props: { n: 1, at: "1970-01-01T00:00:00.000Z" } });
  expect(sent.at(-1)).not.toHaveProperty("dropped");
});

test("pending holds ten thousand events; what is more is counted as dropped, the oldest first", async ({
  context,
  site,
}) => {
  const sent = await watchEvents<Sent>(context);
  const page = await open(context, site, '{ consent: "pending" }');
  await page.evaluate(() => {
    const { riacho } = window as unknown as Host;
    for (let n = 0; n < 10_005; n++) riacho.track("probe", { n });
    riacho.consent("anonymous");
  });
  await flush(page);
  const numbers = sent.map(({ props }) => (props as { n: number }).n);
  expect([Math.min(...numbers), Math.max(...numbers), new Set(numbers).size]).toEqual([5, 10_004, 10_000]);
  expect(sent[0]?.dropped).toBe('{"full":5}');
});

test("pending, then anonymous: what was held is sent without identifiers", async ({ context, site }) => {
  const sent = await watchEvents<Sent>(context);
  const page = await open(context, site, '{ consent: "pending" }');
  await call(page, ["track", "probe"], ["identify", "user-1"], ["consent", "anonymous"]);
  await flush(page);
  expect(sent.map(({ name }) => name)).toEqual(["probe"]);
  for (const identifier of identifiers) expect(sent[0]).not.toHaveProperty(identifier);
  const { cookies, local } = await readStored(page);
  expect([cookies, local]).toEqual([[], []]);
});

test("pending, then denied: what was held is gone", async ({ context, site }) => {
  const sent = await watchEvents<Sent>(context);
  const page = await open(context, site, '{ consent: "pending" }');
  await call(page, ["track", "probe"], ["consent", "denied"], ["track", "probe"]);
  await flush(page);
  await page.goto(`${site.origin}/next`);
  await flush(page);
  expect(sent).toEqual([]);
  expect(await readStored(page)).toEqual(nothing);
});

test("a visitor who is known stays known while consent is pending", async ({ context, site }) => {
  const sent = await watchEvents<Sent>(context);
  const first = await open(context, site, "");
  await call(first, ["track", "probe"]);
  await flush(first);
  const page = await open(context, site, '{ consent: "pending" }');
  await call(page, ["track", "again"], ["consent", "granted"]);
  await flush(page);
  const [before, after] = ["probe", "again"].map((wanted) => sent.find(({ name }) => name === wanted));
  expect(after?.visitor_id).toBe(before?.visitor_id);
  expect(sent.filter(({ name }) => name === "first_visit")).toHaveLength(1);
});

for (const mode of ["denied", "anonymous"]) {
  test(`granted, then ${mode}: it reaches what waits, what is stored, retries, and the other tabs`, async ({
    context,
    site,
    lab,
  }) => {
    const sent = await watchEvents<Sent>(context);
    await lab.down();
    const [one, two] = [await open(context, site, ""), await open(context, site, "")];
    for (const [index, page] of [one, two].entries()) {
      await call(page, ["identify", "user-1"], ["track", "probe", { tab: index }]);
      await flush(page); // fails: it will be tried again
      await expect.poll(async () => (await readStored(page)).events.join()).toContain("visitor_id");
    }
    await call(one, ["consent", mode]);
    await expect.poll(async () => (await readStored(one)).events.join()).not.toContain("visitor_id");
    // A retry may have left just before.
    sent.length = 0;
    const { cookies, local, events } = await readStored(one);
    expect([cookies, local]).toEqual([[], []]);
    expect(events.join()).not.toContain("user-1");
    // The lease of a retry under way goes with its answer.
    if (mode === "denied") await expect.poll(async () => (await readStored(one)).events).toEqual([]);

    await lab.up();
    for (const page of [one, two]) await call(page, ["track", "after"]);
    for (const page of [one, two]) await flush(page);
    if (mode === "denied") {
      await one.waitForTimeout(2500);
      expect(sent).toEqual([]);
      return;
    }
    const tabs = () =>
      [0, 1].filter((tab) => sent.some(({ props }) => (props as { tab?: number } | undefined)?.tab === tab));
    await expect.poll(tabs).toEqual([0, 1]);
    expect(sent.filter(({ name }) => name === "after").length).toBeGreaterThanOrEqual(2);
    for (const event of sent)
      for (const identifier of identifiers) expect(event).not.toHaveProperty(identifier);
  });
}

test("denied erases what an earlier page left", async ({ context, site, lab }) => {
  const sent = await watchEvents<Sent>(context);
  await lab.down();
  const first = await open(context, site, "");
  await call(first, ["track", "probe"]);
  await expect.poll(async () => (await readStored(first)).events.length).toBeGreaterThan(0);
  await first.close();
  sent.length = 0;
  const page = await open(context, site, '{ consent: "denied" }');
  await expect.poll(() => readStored(page)).toEqual(nothing);
  await lab.up();
  await flush(page);
  expect(sent).toEqual([]);
});

test("Global Privacy Control makes anonymous the default; what the visitor chose in the page is above it", async ({
  context,
  site,
}) => {
  const sent = await watchEvents<Sent>(context);
  await context.addInitScript(() =>
    Object.defineProperty(navigator, "globalPrivacyControl", { value: true }),
  );
  const page = await open(context, site, "");
  await call(page, ["track", "probe"]);
  await flush(page);
  expect(sent.map(({ name, visitor_id }) => [name, visitor_id])).toEqual([["probe", undefined]]);
  expect((await readStored(page)).cookies).toEqual([]);
  await call(page, ["consent", "granted"], ["track", "chosen"]);
  await flush(page);
  expect(sent.at(-1)).toMatchObject({ name: "chosen", visitor_id: expect.any(String) });
});

test("a mode that there is not is named in the console, and changes nothing", async ({ context, site }) => {
  const sent = await watchEvents<Sent>(context);
  const page = await open(context, site, "");
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await call(page, ["consent", "yes"], ["track", "probe"]);
  await flush(page);
  expect(said).toEqual(["riacho: consent: expected granted,anonymous,pending,denied, got yes"]);
  expect(sent.at(-1)).toMatchObject({ name: "probe", visitor_id: expect.any(String) });
});

test("a mode that there is not holds everything, if it is the first", async ({ context, site }) => {
  const sent = await watchEvents<Sent>(context);
  const page = await open(context, site, '{ consent: "Granted" }');
  await call(page, ["track", "probe"]);
  await flush(page);
  expect(sent).toEqual([]);
  expect(await readStored(page)).toEqual(nothing);
});

test("without visitors() nobody is recognised, and nothing but the queue is stored", async ({
  context,
  site,
}) => {
  const sent = await watchEvents<Sent>(context);
  site.head = await bundlePage(`import { init, pageFacts } from "@riacho/sdk";
    window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [pageFacts()] });`);
  const page = await context.newPage();
  await page.goto(site.origin);
  await call(page, ["identify", "user-1"], ["reset"], ["consent", "granted"], ["track", "probe"]);
  await flush(page);
  expect(sent.map(({ name }) => name)).toEqual(["probe"]);
  for (const identifier of identifiers) expect(sent[0]).not.toHaveProperty(identifier);
  const { cookies, local } = await readStored(page);
  expect([cookies, local]).toEqual([[], []]);
});

for (const consent of ["granted", "pending"]) {
  test(`a client closed while ${consent} takes nothing over, whatever is said to it afterwards`, async ({
    context,
    site,
  }) => {
    const closed = await open(context, site, `{ consent: "${consent}" }`);
    await call(closed, ["close"]);
    const other = await context.newPage();
    await other.addInitScript(() => {
      window.fetch = () => Promise.reject(new TypeError("down"));
    });
    await other.goto(site.origin);
    const countLeft = async () => {
      const { events } = await readStored(closed);
      return events.filter((text) => text.includes("left")).length;
    };
    await call(other, ["consent", "granted"], ["track", "left"], ["track", "left"]);
    // A page that was pending has yet to open its database.
    await expect.poll(countLeft).toBe(2);
    await call(closed, ["consent", "granted"]);
    await close(other);
    await closed.waitForTimeout(500); // it would have taken them over within a few milliseconds
    expect(await countLeft()).toBe(2);
  });
}

test("granted in the task that started the SDK as anonymous keeps the visitor who is recognised in it", async ({
  context,
  site,
}) => {
  const sent = await watchEvents<Sent>(context);
  site.head = await bundlePage(`import { init, visitors } from "@riacho/sdk";
    const plugins = [visitors({ consent: "anonymous" })];
    const riacho = window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins });
    riacho.consent("granted");
    riacho.identify("user-1");`);
  const page = await context.newPage();
  await page.goto(site.origin);
  await page.waitForTimeout(300);
  await flush(page);
  const { visitor_id } = sent.find(({ name }) => name === "identify") ?? {};
  const [cookie] = (await readStored(page)).cookies;
  expect(visitor_id).toEqual(expect.any(String));
  expect(decodeURIComponent(cookie ?? "")).toContain(`"id":"${visitor_id}","user":"user-1"`);
});

for (const mode of ["denied", "anonymous"]) {
  test(`${mode} in the task that started the SDK erases at once, and nothing written late brings it back`, async ({
    context,
    site,
  }) => {
    const sent = await watchEvents<Sent>(context);
    const value = encodeURIComponent(JSON.stringify({ id: "known" }));
    await context.addCookies([{ name: "riacho-shop", value, url: site.origin }]);
    site.head = await bundlePage(`import { init, visitors } from "@riacho/sdk";
      const riacho = window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [visitors()] });
      riacho.track("probe");
      riacho.consent("${mode}");
      window.cookieAtOnce = document.cookie;`);
    const page = await context.newPage();
    await page.goto(site.origin);
    expect(await page.evaluate(() => (window as unknown as { cookieAtOnce: string }).cookieAtOnce)).toBe("");
    await page.waitForTimeout(300);
    await call(page, ["track", "probe"]);
    await flush(page);
    const { cookies, local } = await readStored(page);
    expect([cookies, local]).toEqual([[], []]);
    expect(sent.map(({ name, visitor_id }) => [name, visitor_id])).toEqual(
      mode === "denied" ? [] : upTo(2).map(() => ["probe", undefined]),
    );
  });
}

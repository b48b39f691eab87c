// What a host page may ask of the client, beyond tracking.

import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { chromiumOnly, expect, stored, test } from "./fixture.ts";
import { watchEvents } from "./request-bodies.ts";
import { type Site, snippet } from "./site.ts";

type Sent = { name: string; props?: Record<string, unknown>; [fact: string]: unknown };

/** What a page sends whose module this is, until its `window.sent` is settled. */
async function sentBy(page: Page, site: Site, code: string): Promise<Sent[]> {
  const sent = await watchEvents<Sent>(page);
  site.head = await bundlePage(`${imports}
    ${code}`);
  await page.goto(site.origin);
  await page.evaluate(() => (window as unknown as { sent: Promise<unknown> }).sent);
  return sent;
}

const imports = 'import { autocapture, init, pageFacts, visitors } from "@riacho/sdk";';

test("setGlobal gives props to every later event; an event's own win; null takes them back", async ({
  page,
  site,
}) => {
  const sent = await sentBy(
    page,
    site,
    `const riacho = init({ appId: "shop", endpoint: "{collector}" });
    riacho.track("before");
    riacho.setGlobal({ tenant: "acme", plan: "pro" });
    riacho.setGlobal({ theme: "dark" });
    riacho.track("both", { plan: "free" });
    riacho.setGlobal(null);
    riacho.track("after", { a: 1 });
    window.sent = riacho.flush();`,
  );
  expect(sent.map(({ props }) => props)).toEqual([
    undefined,
    { tenant: "acme", plan: "free", theme: "dark" },
    { a: 1 },
  ]);
});

test("a page that is not the document's says what it is, for its own view alone", async ({ page, site }) => {
  const sent = await watchEvents<Sent>(page);
  site.head = await bundlePage(`${imports}
    const riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [pageFacts()] });
    riacho.page({ layout: "dialog" }, { page_path: "/basket" });
    riacho.track("after");
    window.sent = riacho.flush();`);
  await page.goto(`${site.origin}/shop`);
  await page.evaluate(() => (window as unknown as { sent: Promise<void> }).sent);
  expect(sent.map(({ name, page_path, props }) => [name, page_path, props])).toEqual([
    ["page_view", "/basket", { layout: "dialog" }],
    ["after", "/shop", undefined],
  ]);
});

test("beforeSend sees every event last, changes it, drops it without a gap, and its fault costs that event alone", async ({
  page,
  site,
}) => {
  const sent = await watchEvents<Sent>(page);
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  site.head = await bundlePage(`${imports}
    window.seen = [];
    const beforeSend = (event) => {
      seen.push([event.name, typeof event.visitor_id]);
      if (event.name === "fault") throw new Error("in beforeSend");
      return event.name === "secret" ? null : { ...event, page_title: "hidden" };
    };
    const riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [pageFacts(), visitors()], beforeSend });
    for (const name of ["one", "secret", "fault", "two"]) riacho.track(name);
    window.sent = riacho.flush();`);
  await page.goto(site.origin);
  await page.evaluate(() => (window as unknown as { sent: Promise<void> }).sent);
  expect(sent.map(({ name, seq, page_title }) => [name, seq, page_title])).toEqual([
    ["first_visit", 0, "hidden"],
    ["session_start", 1, "hidden"],
    ["one", 2, "hidden"],
    ["two", 3, "hidden"],
  ]);
  expect(sent.at(-1)?.dropped).toBe('{"invalid":1}');
  expect(said).toEqual([expect.stringMatching(/^riacho: not recorded: fault Error/)]);
  const seen = await page.evaluate(() => (window as unknown as { seen: unknown[] }).seen);
  expect(seen).toContainEqual(["session_start", "string"]);
});

test("beforeSend may change an event in place, and cannot make it another's copy", async ({ page, site }) => {
  const sent = await sentBy(
    page,
    site,
    `const riacho = init({ appId: "shop", endpoint: "{collector}", beforeSend(event) { event.page_title = "hidden"; } });
    riacho.beforeSend((event) => ({ ...event, id: "the same", seq: 7 }));
    for (const name of ["one", "two"]) riacho.track(name);
    window.sent = riacho.flush();`,
  );
  expect(sent.map(({ name, seq, page_title }) => [name, seq, page_title])).toEqual([
    ["one", 0, "hidden"],
    ["two", 1, "hidden"],
  ]);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
});

test("a burst is judged when its task is done, as things were, a hundred events a task", async ({
  page,
  site,
}) => {
  const sent = await watchEvents<Sent>(page);
  site.head = await bundlePage(`${imports}
    const judged = [0];
    const riacho = init({ appId: "shop", endpoint: "{collector}", beforeSend: () => void judged[judged.length - 1]++ });
    const nextTask = () => new Promise((resolve) => setTimeout(resolve));
    window.sent = (async () => {
      await nextTask();
      const props = { n: 0 };
      for (; props.n < 250; props.n++) riacho.track("burst", props);
      const atOnce = judged[0];
      while (judged.length < 10) {
        await nextTask();
        judged.push(0);
      }
      await riacho.flush();
      return [atOnce, ...judged.filter(Boolean)];
    })();`);
  await page.goto(site.origin);
  expect(await page.evaluate(() => (window as unknown as { sent: Promise<number[]> }).sent)).toEqual([
    0, 100, 100, 50,
  ]);
  // Each with what the host's object held when it was tracked.
  expect(sent.map(({ props }) => props?.n)).toEqual(Array.from({ length: 250 }, (_, n) => n));
});

test("a burst that is flushed at once is stored whole, before the collector answers", async ({
  page,
  site,
}) => {
  await sentBy(
    page,
    site,
    `const riacho = init({ appId: "shop", endpoint: "{collector}", fetch: () => new Promise(() => {}) });
    window.sent = new Promise((resolve) => setTimeout(resolve)).then(() => {
      for (let n = 0; n < 250; n++) riacho.track("burst", { n });
      void riacho.flush();
    });`,
  );
  // With the lease of the batch that is on the wire.
  await expect.poll(async () => (await stored(page)).length).toBe(251);
});

test("what JSON leaves out costs no event", async ({ page, site }) => {
  const sent = await sentBy(
    page,
    site,
    `const riacho = init({ appId: "shop", endpoint: "{collector}" });
    for (const props of [() => {}, Symbol(), { call() {} }]) riacho.track("probe", props);
    window.sent = riacho.flush();`,
  );
  expect(sent.map(({ props }) => props)).toEqual([undefined, undefined, {}]);
});

for (const rejected of ["[null]", '{ "length": 1 }']) {
  test(`an answer whose refusals are ${rejected} harms neither the page nor what follows`, async ({
    page,
    site,
  }) => {
    const thrown: string[] = [];
    page.on("pageerror", ({ message }) => thrown.push(message));
    const answer = (body: string) => ({ body, headers: { "access-control-allow-origin": "*" } });
    await page.route(
      "**/v1/events?*",
      (route) => route.fulfill(answer(`{ "accepted": 0, "rejected": ${rejected} }`)),
      { times: 1 },
    );
    const sent = await sentBy(
      page,
      site,
      `const riacho = init({ appId: "shop", endpoint: "{collector}" });
      riacho.track("one");
      window.sent = riacho.flush().then(() => {
        riacho.track("two");
        return riacho.flush();
      });`,
    );
    expect(thrown).toEqual([]);
    // What was not our answer has settled nothing.
    expect(sent.map(({ name }) => name)).toEqual(["one", "one", "two"]);
  });
}

test("a beforeSend that tracks an event for every event does not stop the page", async ({ page, site }) => {
  site.head = await bundlePage(`${imports}
    const riacho = init({ appId: "shop", endpoint: "{collector}", beforeSend() { window.seen++; riacho.track("again"); } });
    window.seen = 0;
    riacho.track("first");
    window.ticks = new Promise((resolve) => {
      let ticks = 0;
      setInterval(() => ++ticks === 5 && resolve(window.seen), 20);
    });`);
  await page.goto(site.origin);
  const seen = await page.evaluate(() => (window as unknown as { ticks: Promise<number> }).ticks);
  expect(seen).toBeGreaterThan(1);
});

test("a new judge is not asked about what was tracked before it, but about what it became", async ({
  page,
  site,
}) => {
  const sent = await sentBy(
    page,
    site,
    `const riacho = init({ appId: "shop", endpoint: "{collector}" });
    const sign = (by) => (event) => [{ ...event, page_title: (event.page_title ?? "") + by }];
    window.sent = new Promise((resolve) => setTimeout(() => {
      riacho.gate(sign("a"));
      riacho.track("one");
      riacho.gate(sign("b"));
      riacho.track("two");
      riacho.gate(null);
      riacho.track("three");
      riacho.gate(sign("c"));
      resolve(riacho.flush());
    }));`,
  );
  expect(sent.map(({ name, page_title }) => `${name} ${page_title}`)).toEqual([
    "one abc",
    "two bc",
    "three c",
  ]);
});

test("several instances live in one page, each with its own app, queue and visitor", async ({
  page,
  site,
}) => {
  const sent = await sentBy(
    page,
    site,
    `const [shop, blog] = ["shop", "blog"].map((appId) =>
      init({ appId, endpoint: "{collector}", plugins: [pageFacts(), visitors()] }));
    shop.track("a");
    blog.track("b");
    shop.identify("user-1");
    blog.track("c");
    window.sent = Promise.all([shop.flush(), blog.flush()]);`,
  );
  const of = (wanted: string) => sent.filter(({ app }) => app === wanted);
  // The collector does not know the blog, so that its events are tried again.
  const own = (wanted: string) => [
    ...new Set(
      of(wanted)
        .map(({ name }) => name)
        .filter((name) => name.length === 1),
    ),
  ];
  expect([own("shop"), own("blog")]).toEqual([["a"], ["b", "c"]]);
  const ids = (key: string) => new Set(sent.map((event) => event[key])).size;
  expect([ids("page_load"), ids("visitor_id"), ids("session_id")]).toEqual([2, 2, 2]);
  expect(of("blog").some(({ user_id }) => user_id)).toBe(false);
});

test("addresses lose their secrets before anything is stored", async ({ page, site }) => {
  const sent = await watchEvents<Sent>(page);
  site.head = await bundlePage(`${imports}
    const riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [autocapture()] });
    window.riacho = riacho;`);
  await page.goto(`${site.origin}/in?token=s3cret&page=2&q=a%40b.org#access_token=s3cret`);
  await page.evaluate(async () => {
    history.pushState({}, "", "/next?code=s3cret");
    const link = document.createElement("a");
    link.href = "https://example.com/?password=s3cret&a=1";
    link.textContent = "Elsewhere";
    link.addEventListener("click", (event) => event.preventDefault());
    document.body.append(link);
    link.click();
    await (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush();
  });
  expect(sent.map(({ name }) => name)).toContain("click");
  expect(JSON.stringify(sent)).not.toMatch(/s3cret|b\.org/);
  expect(sent.find(({ name }) => name === "page_view")?.page_url).toBe(
    `${site.origin}/in?token=&page=2&q=#access_token=`,
  );
});

test("the script tag captures by itself, and each capture can be switched off", async ({ page, site }) => {
  const sent = await watchEvents<Sent>(page);
  async function act(): Promise<string[]> {
    sent.length = 0;
    await page.goto(`${site.origin}/?q=mug`);
    await page.waitForFunction(() => "flush" in (window as unknown as { riacho: object }).riacho);
    await page.evaluate(async () => {
      document.body.innerHTML = "<button>Press</button><form><input></form>";
      document.querySelector("button")?.click();
      document.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
      document.querySelector("form")?.requestSubmit();
      await (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush();
    });
    return sent.map(({ name }) => name).filter((name) => !/first_visit|session_start/.test(name));
  }
  site.head = snippet();
  expect((await act()).sort()).toEqual(["click", "form_submit", "page_view", "view_search_results"]);
  for (const [attribute, gone] of [
    ["clicks", "click"],
    ["forms", "form_submit"],
    ["page-views", "page_view"],
    ["site-search", "view_search_results"],
  ] as const) {
    site.head = snippet(`data-app-id="shop" data-${attribute}="off"`);
    expect(await act()).not.toContain(gone);
  }
});

test("routes in the hash are pages where the script tag says so", async ({ page, site }) => {
  const sent = await watchEvents<Sent>(page);
  site.head = snippet('data-app-id="shop" data-page-views="hash"');
  await page.goto(`${site.origin}/#/list`);
  await page.waitForFunction(() => "flush" in (window as unknown as { riacho: object }).riacho);
  for (const route of ["#/cart", "#/pay"]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, route);
    await page.waitForTimeout(200);
  }
  await page.evaluate(() => (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush());
  const views = sent.filter(({ name }) => name === "page_view");
  expect(views.map(({ page_url }) => page_url)).toEqual(
    ["/#/list", "/#/cart", "/#/pay"].map((path) => site.origin + path),
  );
});

test("what no stub has put among the calls is named in the console, and costs no other call", async ({
  page,
  site,
}) => {
  const sent = await watchEvents<Sent>(page);
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  site.head = `${snippet()}<script>
    localStorage.setItem("riacho-q", '{"not":"a list"}');
    riacho.q.push(null, ["track", ["no_place"]], ["toString", [], Date.now(), location.href]);
    riacho.track("fine");
  </script>`;
  await page.goto(site.origin);
  await page.waitForFunction(() => "flush" in (window as unknown as { riacho: object }).riacho);
  await page.evaluate(() => (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush());
  expect(sent.map(({ name }) => name)).toContain("fine");
  expect(said.filter((line) => line.startsWith("riacho: not called:"))).toHaveLength(2);
});

test("data-consent holds the script tag's events until the banner was answered", async ({ page, site }) => {
  const sent = await watchEvents<Sent>(page);
  site.head = snippet('data-app-id="shop" data-consent="pending"');
  await page.goto(site.origin);
  await page.waitForFunction(() => "flush" in (window as unknown as { riacho: object }).riacho);
  await page.waitForTimeout(1500);
  expect(sent).toEqual([]);
  await page.evaluate(() => {
    const { riacho } = window as unknown as {
      riacho: { consent(mode: string): void; flush(): Promise<void> };
    };
    riacho.consent("granted");
    return riacho.flush();
  });
  expect(sent.map(({ name }) => name)).toEqual(["first_visit", "session_start", "page_view"]);
});

test(
  "calls of a page that ended before its script had loaded are made by the next page, as of then and there",
  chromiumOnly("Firefox tells a page that it ends only once it has loaded"),
  async ({ page, site }) => {
    const sent = await watchEvents<Sent>(page);
    await page.route("**/riacho.js", () => {}); // never loads
    site.head = `${snippet()}<script>riacho.track("early", { n: 1 });</script>`;
    await page.goto(`${site.origin}/first?token=s3cret`, { waitUntil: "commit" });
    await page.waitForFunction(
      () => (window as unknown as { riacho: { q?: unknown[] } }).riacho?.q?.length === 1,
    );
    const before = Date.now();
    await page.goto("about:blank");
    await page.unroute("**/riacho.js");
    site.head = snippet();
    for (const path of ["/second", "/third"]) {
      await page.goto(site.origin + path);
      await page.waitForFunction(() => "flush" in (window as unknown as { riacho: object }).riacho);
      await page.evaluate(() => (window as unknown as { riacho: { flush(): Promise<void> } }).riacho.flush());
    }
    const early = sent.filter(({ name }) => name === "early");
    expect(early).toEqual([
      expect.objectContaining({
        page_url: `${site.origin}/first?token=`,
        page_path: "/first",
        props: { n: 1 },
      }),
    ]);
    expect(early[0]?.time).toBeLessThanOrEqual(before);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  },
);

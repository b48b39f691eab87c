// The script tag, pasted into a bare page of another origin: what it says, and what it leaves alone.

import type { Page } from "@playwright/test";
import { expect, inSqlMsUsually, test, track, upTo } from "./fixture.ts";
import { watchEvents } from "./request-bodies.ts";
import { snippet } from "./site.ts";

/** Loads a page with this head and gives what its console said. */
async function load(page: Page, url: string): Promise<string[]> {
  const said: string[] = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`thrown: ${error.message}`));
  // Of an error in its console Firefox tells a test no more than that it is one.
  await page.addInitScript(() => {
    const { error } = console;
    console.error = (...words) => error(words.join(" "));
  });
  await page.goto(url, { waitUntil: "networkidle" });
  await page.waitForLoadState("load"); // the script has run: a busy Firefox is idle before
  return said;
}

test("calls made before the script has loaded are kept and sent once", async ({
  page,
  site,
  lab,
  mark,
  arrived,
}) => {
  site.head = `${snippet()}<script>riacho.track("probe", { mark: "${mark}", n: 0 }); riacho.track("probe", { mark: "${mark}", n: 1 })</script>`;
  expect(await load(page, site.origin)).toEqual([]);
  expect(await arrived(2)).toEqual(upTo(2));
  const [row] = await lab.query(
    `select * from events where json_extract_string(props, '$.n') = '0' and json_extract_string(props, '$.mark') = '${mark}'`,
  );
  expect(row).toMatchObject({
    app_id: "shop",
    page_url: `${site.origin}/`,
    page_path: "/",
    page_title: "A page",
    language: "en-US",
    sdk_version: "0.1.0",
    screen_width: 1280,
    viewport_height: 720,
  });
});

const wrong: [attributes: string, said: string][] = [
  ["", 'expected {"appId":"shop","endpoint":"https://t.example.com"}, got {"appId":"","endpoint":"http://'],
  ['data-app-id=""', 'got {"appId":"","endpoint":"http://'],
  [
    'data-app-id="shop" data-endpoint="collector.example.com"',
    'got {"appId":"shop","endpoint":"collector.example.com"}',
  ],
  ['data-app-id="shop" data-endpoint="https://"', 'got {"appId":"shop","endpoint":"https://"}'],
];

for (const [attributes, expected] of wrong) {
  test(`wrong attributes say what was expected, and nothing is sent: ${attributes || "none"}`, async ({
    page,
    site,
  }) => {
    let requests = 0;
    page.on("request", (request) => request.url().includes("/v1/events") && requests++);
    site.head = snippet(attributes);
    const said = await load(page, site.origin);
    await expect.poll(() => said).toHaveLength(1);
    expect(said[0]).toContain("error: riacho: off: TypeError: expected");
    expect(said[0]).toContain(expected);
    await page.evaluate(() => {
      const { riacho } = window as unknown as {
        riacho: { track(name: string): void; page(): void; flush(): Promise<void> };
      };
      riacho.track("still_harmless");
      riacho.page();
      return riacho.flush();
    });
    expect(requests).toBe(0);
  });
}

test("a switch that is none is named in the console, and costs nothing else", async ({ page, site }) => {
  const sent = await watchEvents<{ name: string }>(page);
  // The second is Cloudflare's.
  site.head = snippet('data-app-id="shop" data-page-veiws="off" data-cfasync="false"');
  const said = await load(page, site.origin);
  const expected = "expected consent,engagement,scrollDepth,clicks,forms,siteSearch,pageViews";
  await expect
    .poll(() => said)
    .toEqual(
      ["pageVeiws", "cfasync"].map((name) => `warning: riacho: autocapture: ${expected}, got ${name}`),
    );
  await expect.poll(() => sent.map(({ name }) => name)).toContain("page_view");
});

test("an unknown app is refused: the page lives on and nothing is stored", async ({ page, site, lab }) => {
  site.head = snippet('data-app-id="nobody"');
  const refused = page.waitForEvent("requestfailed", (request) =>
    request.url().startsWith(`${lab.url}/v1/events`),
  );
  await page.goto(site.origin);
  await refused; // without CORS headers: who is unknown may not read the answer
  await expect(page.locator("body")).toHaveText("A page");
  await page.waitForTimeout(inSqlMsUsually);
  expect(await lab.query("select * from rows where app_id = 'nobody'")).toEqual([]);
});

test("loaded twice, it runs once", async ({ page, site, mark, arrived, copies }) => {
  site.head = snippet() + snippet();
  const said = await load(page, site.origin);
  await expect.poll(() => said).toEqual(["warning: riacho: loaded twice"]);
  await page.evaluate((value) => Object.assign(window, { mark: value }), mark);
  await track(page, 0, 3);
  expect(await arrived(3)).toEqual(upTo(3));
  expect(await copies()).toBe(0);
});

test("wrong events are refused with a line in the console; the page and the others are unharmed", async ({
  context,
  open,
  lab,
  arrived,
  mark,
}) => {
  const page = await open(context);
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(`thrown: ${error.message}`));
  await page.evaluate(() => {
    const { riacho } = window as unknown as { riacho: { track(...args: unknown[]): void } };
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    riacho.track("");
    riacho.track(undefined);
    riacho.track("x".repeat(65));
    riacho.track("", circle);
    riacho.track("circle", circle);
    riacho.track("bigint", { n: 1n });
    riacho.track("large", { text: "x".repeat(40_000) });
  });
  await track(page, 0, 1);
  expect(await arrived(1)).toEqual([0]);
  // What no JSON can hold is said at once; the rest is the collector's to judge.
  expect(said.map((line) => line.split(" ").slice(0, 4).join(" ")).sort()).toEqual([
    ...["", "bigint", "circle", "large"].map((name) => `riacho: not recorded: ${name}`),
    ...["name:", "name:", "name:"].map((column) => `riacho: rejected: ${column} expected`),
  ]);
  // What the SDK gave up is said with the next event, so that SQL can count it; seq shows the gaps too.
  const [row] = await lab.query<{ dropped: string }>(
    `select dropped from events where json_extract_string(props, '$.mark') = '${mark}'`,
  );
  expect(JSON.parse(row?.dropped ?? "")).toEqual({ invalid: 4 });
});

test("a user id that is no text, and plugins that fail, cost no later event and throw nothing", async ({
  context,
  open,
  arrived,
}) => {
  const page = await open(context);
  const thrown: string[] = [];
  page.on("pageerror", (error) => thrown.push(error.message));
  await page.evaluate(() => {
    const { riacho } = window as unknown as {
      riacho: { identify(id: unknown): void; use(plugin: unknown): void };
    };
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const id of [circle, 1n, Symbol("id"), Object.create(null), null, undefined]) riacho.identify(id);
    riacho.use(() => {
      throw new Error("a plugin that cannot start");
    });
    riacho.use(() => "no stop");
  });
  await track(page, 0, 3);
  await page.evaluate(() => (window as unknown as { riacho: { close(): void } }).riacho.close());
  expect(await arrived(3)).toEqual(upTo(3));
  expect(thrown).toEqual([]);
});

test("an event the collector refuses is named in the console and is a rejected row", async ({
  context,
  open,
  lab,
}) => {
  const page = await open(context);
  const said = page.waitForEvent("console");
  await page.evaluate(() => {
    const { riacho } = window as unknown as { riacho: { track(...args: unknown[]): void } };
    riacho.track("stringly", "not an object");
  });
  expect((await said).text()).toContain("riacho: rejected: props: expected an object, got a string");
  const rejected = () =>
    lab.query("select name, reason from rows where status = 'rejected' and name = 'stringly'");
  await expect.poll(rejected, { timeout: 15_000 }).toEqual([{ name: "stringly", reason: "props_invalid" }]);
});

// Errors that nobody caught.

import { expect, soon, test } from "./capture.ts";
import { upTo } from "./fixture.ts";

test("an error says what and where, without the queries of addresses", async ({ page, openWith, sent }) => {
  const thrower = `<script>function fail(what) { throw new TypeError(what) }
    for (let i = 0; i < 3; i++) setTimeout(() => fail("at https://a.example/b?secret=1, sorry"));</script>`;
  await openWith(page, "jsErrors()", "./js-errors.ts", thrower, "?token=secret:1&a=secret#secret");
  await expect.poll(() => sent(page), soon).toHaveLength(1);
  const [event] = await sent(page);
  const address = page.url().split("?")[0];
  expect(event).toEqual({
    name: "js_error",
    props: {
      kind: "error",
      message: expect.stringMatching(/^(Uncaught )?TypeError: at https:\/\/a\.example\/b, sorry$/),
      source: address,
      line: expect.any(Number),
      column: expect.any(Number),
      stack: expect.stringMatching(/^(TypeError: .*\n\s+at fail \(|fail@)http/),
    },
  });
  expect(JSON.stringify(event)).not.toContain("secret");
});

test("a rejection says what and, of an error, where", async ({ page, openWith, sent, browserName }) => {
  await openWith(page, "jsErrors()", "./js-errors.ts");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = `function fail() { return Promise.reject(new RangeError("far " + "x".repeat(2000))) }
      fail(); Promise.reject(new URIError("near")); Promise.reject("words"); Promise.reject();
      Promise.reject({ password: "secret", get stack() { throw new Error("own") } });
      Promise.reject(Object.create(null)); Promise.reject(1).catch(() => {});
      //# sourceURL=https://a.example/app.js?v=secret`;
    document.head.append(script);
  });
  await expect.poll(() => sent(page), soon).toHaveLength(4);
  const nowhere = { source: null, line: null, column: null, stack: null };
  const [far, ...events] = await sent(page);
  expect(far?.props.message).toMatch(/^RangeError: far x+$/);
  expect(String(far?.props.message)).toHaveLength(1000);
  // Chromium's stacks begin with the message.
  if (browserName === "chromium") expect(String(far?.props.stack)).toHaveLength(1000);
  expect(events.map(({ props }) => props)).toEqual([
    {
      kind: "unhandledrejection",
      message: "URIError: near",
      source: "https://a.example/app.js",
      line: 2,
      column: expect.any(Number),
      stack: expect.stringContaining("https://a.example/app.js:2:"),
    },
    { kind: "unhandledrejection", message: "words", ...nowhere },
    { kind: "unhandledrejection", message: "undefined", ...nowhere },
  ]);
  expect(JSON.stringify(events)).not.toContain("secret");
});

test("ten in a page load; none of resources; the page's own handling goes on", async ({
  page,
  openWith,
  sent,
  lab,
  browserName,
}) => {
  await page.route(`${lab.url}/throws.js`, (route) =>
    route.fulfill({ contentType: "text/javascript", body: `throw new Error("secret of another origin")` }),
  );
  const alert: string[] = [];
  page.on("pageerror", ({ message }) => alert.push(message));
  await openWith(
    page,
    "jsErrors()",
    "./js-errors.ts",
    `<img src="/no-image"><script src="/no-script" type="module"></script>`,
  );
  await page.evaluate(async (url) => {
    const load = () =>
      new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = url;
        script.addEventListener("load", resolve);
        document.head.append(script);
      });
    await load();
    await load();
    dispatchEvent(new Event("error")); // says nothing, of nothing
    for (let i = 0; i < 20; i++) setTimeout(() => Promise.reject(`number ${i}`));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }, `${lab.url}/throws.js`);
  const events = await sent(page);
  expect(events.slice(1).map(({ props }) => props.message)).toEqual(upTo(9).map((i) => `number ${i}`));
  // A driven Firefox hides nothing from the page, with or without the SDK.
  if (browserName === "chromium") {
    expect(events[0]?.props).toMatchObject({
      message: "Script error.",
      source: null,
      line: null,
      stack: null,
    });
  }
  expect(alert.filter((message) => message.startsWith("number"))).toHaveLength(20); // as without the plugin
});

test("a page load that is not in the sample says nothing", async ({ page, openWith, sent }) => {
  await openWith(page, "jsErrors({ sampleRate: 0 })", "./js-errors.ts", "<script>throw 1</script>");
  expect(await sent(page)).toEqual([]);
});

test("an error of a page that is going arrives", async ({ page, openWith, inSql, site }) => {
  await openWith(page, "jsErrors()", "./js-errors.ts");
  await page.evaluate(() => {
    addEventListener("beforeunload", () => {
      throw new Error("before");
    });
    addEventListener("pagehide", () => {
      throw new Error("late");
    });
    location.href = "/elsewhere";
  });
  await page.waitForURL(`${site.origin}/elsewhere`);
  await expect
    .poll(async () => (await inSql()).map(({ props }) => props.message), soon)
    .toEqual(["before", "late"].map((text) => expect.stringMatching(`^(Uncaught )?Error: ${text}$`)));
});

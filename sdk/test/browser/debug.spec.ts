// The overlay and the console: that they say what is true, and that the page is as it was without them.

import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { keepShadow, placeOf, readPanel } from "./debug-panel.ts";
import { test as base, chromiumOnly, expect } from "./fixture.ts";
import { watchEvents } from "./request-bodies.ts";
import type { Site } from "./site.ts";

type Riacho = {
  track(name: string, props?: object): void;
  flush(): Promise<void>;
  beforeSend(change: () => null): void;
};
type Window = { riacho: Riacho; stop(): void; heard: string[] };

const soon = { timeout: 10_000 };

/** Every test ends without faults, whatever it ordered. */
const test = base.extend<{ faultless: undefined }>({
  faultless: [
    async ({ lab }, use) => {
      await lab.order({});
      await use(undefined);
      await lab.order({});
    },
    { auto: true },
  ],
});

/** Opens a page whose client has these plugins, started from the outset; `window.stop` ends the last of them. */
async function openWith(page: Page, site: Site, plugins: string, body = ""): Promise<void> {
  await keepShadow(page);
  site.head =
    (await bundlePage(`import { clicks, init } from "@riacho/sdk";
      import { debug, overlay } from "./debug.ts";
      const plugins = [${plugins}];
      const last = plugins.pop();
      window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins });
      riacho.use((client) => { window.stop = last(client); return window.stop; });`)) + body;
  await page.goto(site.origin);
}

function track(page: Page, ...events: [name: string, props?: object][]): Promise<void> {
  return page.evaluate((events) => {
    for (const event of events) (window as unknown as Window).riacho.track(...event);
  }, events);
}

/** Sends, and does not wait for the answer. */
function send(page: Page): Promise<void> {
  return page.evaluate(() => void (window as unknown as Window).riacho.flush());
}

/** What the console says from now on. */
function listen(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text().replace(/^%criacho%c (.*?) background:.*/, "$1")));
  page.on("pageerror", ({ message }) => said.push(`thrown: ${message}`));
  return said;
}

/** Deeper than the contract allows. */
const tooDeep = () => JSON.parse(`${'{"a":'.repeat(20)}1${"}".repeat(20)}`);

test.describe(
  "the overlay shows",
  chromiumOnly("a tool for developers, tried where its console and accessibility tree can be read"),
  () => {
    test("an event tracked, on the wire, accepted, and one rejected with its reason", async ({
      page,
      site,
      lab,
    }) => {
      await lab.order({ door: { kind: "delay", ms: 1500 } });
      await openWith(page, site, "overlay()");
      await track(page, ["sign_up"], ["configure", tooDeep()]);
      await expect
        .poll(() => readPanel(page))
        .toMatchObject({
          counts: { waiting: 2, "on the wire": 0, accepted: 0, rejected: 0, dropped: 0 },
          answer: "No answer yet",
          rows: [
            ["configure", "tracked", ""],
            ["sign_up", "tracked", ""],
          ],
        });
      await send(page);
      await expect
        .poll(() => readPanel(page))
        .toMatchObject({
          counts: { waiting: 0, "on the wire": 2 },
          rows: [
            ["configure", "sent", ""],
            ["sign_up", "sent", ""],
          ],
        });
      const why = "too_deep: props: expected at most 16 levels, got more";
      await expect
        .poll(() => readPanel(page), soon)
        .toMatchObject({
          counts: { waiting: 0, "on the wire": 0, accepted: 1, rejected: 1, dropped: 0 },
          answer: expect.stringContaining(
            "1 accepted, 1 rejectedconfigure: props: expected at most 16 levels",
          ),
          rows: [
            ["configure", "rejected", why],
            ["sign_up", "accepted", ""],
          ],
        });
    });

    test("503: the event waits, and since when it may be sent again; then it is accepted", async ({
      page,
      site,
      lab,
    }) => {
      await lab.order({ door: { kind: "status", status: 503, retry_after: 4, times: 1 } });
      await openWith(page, site, "overlay()");
      await track(page, ["sign_up"]);
      await send(page);
      await expect
        .poll(() => readPanel(page))
        .toMatchObject({
          counts: { waiting: 1, "on the wire": 0, accepted: 0 },
          answer: expect.stringMatching(/^The collector failed \(503\).* in 4 s, as asked/),
          rows: [["sign_up", "tracked", ""]],
        });
      await expect
        .poll(() => readPanel(page), soon)
        .toMatchObject({
          counts: { waiting: 0, accepted: 1 },
          answer: "1 accepted",
          rows: [["sign_up", "accepted", ""]],
        });
    });

    test("an answer that CORS hides: which origin must be allowed", async ({ page, site, lab }) => {
      await lab.order({ door: { kind: "opaque" } });
      await openWith(page, site, "overlay()");
      await track(page, ["sign_up"]);
      await send(page);
      await expect
        .poll(async () => (await readPanel(page)).answer)
        .toMatch(`npm start -- --origin ${site.origin}`);
      // Each try ends alike: the event waits, or is on the wire once more.
      const { counts } = await readPanel(page);
      expect([counts.waiting, counts["on the wire"]].sort()).toEqual([0, 1]);
    });

    test("413: what was given up, and why", async ({ page, site, lab }) => {
      await lab.order({ door: { kind: "status", status: 413, times: 2 } });
      await openWith(page, site, "overlay()");
      await track(page, ["first"], ["second"]);
      await send(page);
      await expect
        .poll(() => readPanel(page), soon)
        .toMatchObject({
          counts: { waiting: 0, accepted: 1, dropped: 1 },
          answer: "1 acceptedDropped: 1 refused.",
          rows: [
            ["second", "accepted", ""],
            ["first", "dropped", expect.stringContaining("too large")],
          ],
        });
    });

    test("410: that everything is given up, what comes after as well", async ({ page, site, lab }) => {
      await lab.order({ door: { kind: "status", status: 410 } });
      await openWith(page, site, "overlay()");
      await track(page, ["first"]);
      await send(page);
      await expect.poll(async () => (await readPanel(page)).counts.dropped).toBe(1);
      await track(page, ["second"]);
      const why = "The collector has switched this app off.";
      await expect
        .poll(() => readPanel(page))
        .toMatchObject({
          counts: { waiting: 0, dropped: 2 },
          answer: expect.stringContaining("App switched off (410)"),
          rows: [
            ["second", "dropped", why],
            ["first", "dropped", why],
          ],
        });
    });

    test("what cannot be sent, and that something was withheld", async ({ page, site }) => {
      await openWith(page, site, "overlay()");
      await track(page, ["too_big", { text: "x".repeat(33_000) }]);
      await page.evaluate(() => (window as unknown as Window).riacho.beforeSend(() => null));
      await track(page, ["secret"], ["other_secret"]);
      await expect
        .poll(() => readPanel(page))
        .toMatchObject({
          counts: { waiting: 0, "on the wire": 0, accepted: 0, rejected: 0, dropped: 1 },
          answer: expect.stringMatching(/Dropped: 1 invalid\.\nWithheld: 2\./),
          rows: [["too_big", "dropped", expect.stringContaining("too large")]],
        });
    });

    test("what was tracked before it was there, once that is sent", async ({ page, site }) => {
      await openWith(page, site, "({ track }) => { track('early'); return () => {}; }, overlay()");
      await expect
        .poll(() => readPanel(page), soon)
        .toMatchObject({ counts: { waiting: 0, accepted: 1 }, rows: [["early", "accepted", ""]] });
    });

    test("the last twenty, and counts all", async ({ page, site }) => {
      await openWith(page, site, "overlay()");
      for (const from of [0, 15]) {
        await track(page, ...Array.from({ length: 15 }, (_, n): [string] => [`event_${from + n}`]));
        await expect.poll(async () => (await readPanel(page)).counts.accepted, soon).toBe(from + 15);
      }
      const { rows } = await readPanel(page);
      expect(rows.map(([name]) => name)).toEqual(Array.from({ length: 20 }, (_, n) => `event_${29 - n}`));
    });
  },
);

test.describe(
  "the page",
  chromiumOnly("a tool for developers, tried where its console and accessibility tree can be read"),
  () => {
    test("does not count clicks on the overlay, and does not hear them", async ({ page, site }) => {
      const sent = await watchEvents(page);
      await openWith(
        page,
        site,
        "clicks(), overlay()",
        `<button>Buy</button><script>
        window.heard = [];
        for (const type of ["click", "keydown"]) document.addEventListener(type, ({ type }) => heard.push(type));
      </script>`,
      );
      const names = async () => (await readPanel(page)).rows.map(([name]) => name);
      await page.getByText("Buy").click();
      await expect.poll(names).toEqual(["click"]);

      // The mouse opens a row and folds; the keys unfold.
      await page.mouse.click(...(await placeOf(page, "summary")));
      const opened = () =>
        page.evaluate(
          () => "shadow" in window && !!(window.shadow as ShadowRoot).querySelector("details[open]"),
        );
      expect(await opened()).toBe(true);
      await page.mouse.click(...(await placeOf(page, "[aria-controls]")));
      const isFolded = () =>
        page.evaluate(
          () => "shadow" in window && (window.shadow as ShadowRoot).getElementById("body")?.hidden,
        );
      expect(await isFolded()).toBe(true);
      await page.keyboard.press("Enter");
      expect(await isFolded()).toBe(false);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await expect(page.locator("riacho-debug")).toHaveCount(0);

      expect(await page.evaluate(() => (window as unknown as Window).heard)).toEqual(["click"]);
      await track(page, ["last"]);
      await send(page);
      await expect.poll(() => sent.map(({ name }) => name), soon).toEqual(["click", "last"]);
    });

    test("has no more globals, elements or styles of its own, and keeps its styles out", async ({
      page,
      site,
    }) => {
      const hostile = `<style>
      * { display: none !important; color: red !important; font-size: 40px !important; opacity: 0 !important }
      html, body { display: block !important; opacity: 1 !important }
    </style>`;
      const look = () =>
        page.evaluate(() => ({
          globals: Object.keys(window).filter((name) => !["riacho", "stop"].includes(name)),
          styles: [document.styleSheets.length, document.adoptedStyleSheets.length],
          head: document.head.innerHTML.replace(/<script>.*?<\/script>/s, ""),
          body: document.body.innerHTML,
          html: document.documentElement.getAttributeNames(),
          height: document.documentElement.scrollHeight,
        }));
      await openWith(page, site, "() => () => {}", hostile);
      const before = await look();
      await openWith(page, site, "overlay()", hostile);
      await expect(page.locator("riacho-debug")).toBeVisible();
      expect(await look()).toEqual(before);
      const style = await page.evaluate(() => {
        const { shadow } = window as unknown as { shadow: ShadowRoot };
        const { color, fontSize, display } = getComputedStyle(shadow.querySelector("dt") as Element);
        const { opacity, position } = getComputedStyle(shadow.host);
        return { color, fontSize, display, opacity, position };
      });
      expect(style).toEqual({
        color: "rgb(91, 103, 119)",
        fontSize: "11px",
        display: "block",
        opacity: "1",
        position: "fixed",
      });
    });

    test("is as it was when the overlay has stopped", async ({ page, site }) => {
      await openWith(page, site, "overlay()");
      const errors = listen(page);
      await track(page, ["sign_up"]);
      await page.evaluate(() => (window as unknown as Window).stop());
      await expect(page.locator("riacho-debug")).toHaveCount(0);
      const answered = page.waitForResponse((response) => response.url().includes("/v1/events"), soon);
      await track(page, ["after"]);
      await send(page);
      await answered;
      await page.evaluate(() => new Promise(requestAnimationFrame));
      expect(
        await page.evaluate(() => (window as unknown as { shadow: ShadowRoot }).shadow.textContent),
      ).not.toMatch("after");
      expect(errors).toEqual([]);
    });

    test("tells people who do not see it what is what", async ({ page, site }) => {
      await openWith(page, site, "overlay()");
      await track(page, ["sign_up"]);
      await expect.poll(async () => (await readPanel(page)).rows.length).toBe(1);
      const session = await page.context().newCDPSession(page);
      const { nodes } = await session.send("Accessibility.getFullAXTree");
      const said = nodes
        .filter(({ ignored }) => !ignored)
        .map(({ role, name }) => `${role?.value}: ${name?.value}`);
      expect(said).toEqual(
        expect.arrayContaining([
          "region: Riacho events",
          "button: Fold",
          "button: Close",
          "list: Last events",
          "status: ",
        ]),
      );
    });
  },
);

test.describe(
  "the console",
  chromiumOnly("a tool for developers, tried where its console and accessibility tree can be read"),
  () => {
    test("says what is tracked and sent, and what came back", async ({ page, site }) => {
      await openWith(page, site, "debug()");
      const said = listen(page);
      await track(page, ["sign_up", { method: "100%d email" }], ["50%s_off"]);
      await send(page);
      await expect.poll(() => said).toContain("2 accepted");
      expect(said.filter((line) => /^(tracked|sent|2)/.test(line))).toEqual([
        "tracked sign_up",
        "tracked 50%%s_off",
        expect.stringMatching(/^sent 2 events, \d+ B$/),
        "2 accepted",
      ]);
      expect(said).toContain("props {method: 100%d email}");
      await page.evaluate(() => (window as unknown as Window).stop());
      await track(page, ["unsaid"]);
      await page.evaluate(() => console.log("later"));
      await expect.poll(() => said).toContain("later");
      expect(said.join()).not.toContain("unsaid");
    });

    test("says what to do about what went wrong", async ({ page, site, lab }) => {
      await lab.order({ door: { kind: "status", status: 404 } });
      await openWith(page, site, "debug()");
      const said = listen(page);
      await track(page, ["sign_up"]);
      await send(page);
      await expect.poll(() => said.join("\n")).toMatch(/riacho: No collector there \(404\)\nIs `endpoint`/);
      await page.evaluate(() => (window as unknown as Window).riacho.beforeSend(() => null));
      await track(page, ["secret"]);
      await expect.poll(() => said.join("\n")).toMatch(/riacho: an event was withheld\nConsent/);
      await page.evaluate(() => (window as unknown as Window).stop());
      said.length = 0;
      await lab.order({});
      const answered = page.waitForResponse(
        (response) => response.url().includes("/v1/events") && response.ok(),
        soon,
      );
      await track(page, ["secret"]);
      await send(page);
      await answered;
      // Of a try that met the 404 just before, the browser itself may tell.
      expect(said.filter((line) => !line.startsWith("Failed to load"))).toEqual([]);
    });
  },
);

test.describe(
  "riacho-debug.js",
  chromiumOnly("a tool for developers, tried where its console and accessibility tree can be read"),
  () => {
    /** The strictest page: no inline code, no inline style, no HTML from text. */
    async function openStrictly(page: Page, site: Site, scripts: string): Promise<string[]> {
      await keepShadow(page);
      const said = listen(page);
      site.head = `<meta http-equiv="content-security-policy" content="default-src 'none'; script-src {collector};
      connect-src {collector}; require-trusted-types-for 'script'; trusted-types 'none'">${scripts}`;
      await page.goto(site.origin);
      return said;
    }

    const riacho = `<script async src="{collector}/riacho.js" data-app-id="shop"></script>`;
    const debug = `<script src="{collector}/riacho-debug.js"></script>`;

    for (const [what, scripts] of [
      ["before riacho.js", debug + riacho],
      ["after riacho.js", riacho.replace("async ", "") + debug],
    ] as const) {
      test(`${what}: works under the strictest policy, and nothing is violated`, async ({ page, site }) => {
        const said = await openStrictly(page, site, scripts);
        await expect.poll(async () => (await readPanel(page)).counts.accepted, soon).toBeGreaterThan(0);
        await page.mouse.click(...(await placeOf(page, "summary")));
        await track(page, ["sign_up"]);
        await expect.poll(() => said).toContain("tracked sign_up");
        const isTransparent = await page.evaluate(() => {
          const { shadow } = window as unknown as { shadow: ShadowRoot };
          return (
            getComputedStyle(shadow.querySelector("section") as Element).backgroundColor ===
            "rgba(0, 0, 0, 0)"
          );
        });
        expect(isTransparent).toBe(false);
        expect(said.filter((line) => /violat|refused|thrown|trusted/i.test(line))).toEqual([]);
        const property = await page.evaluate(() => Object.getOwnPropertyDescriptor(window, "riacho"));
        expect(property).toMatchObject({ writable: true, enumerable: true, configurable: true });
      });
    }

    test("where riacho.js never starts: says so", async ({ page, site }) => {
      const said = await openStrictly(page, site, debug);
      await expect.poll(() => said.join()).toMatch("riacho: riacho.js has not started");
    });
  },
);

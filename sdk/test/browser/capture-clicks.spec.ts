// Clicks on links and buttons: what is tracked, and what must not be.

import type { Page } from "@playwright/test";
import { bundlePage } from "./bundle.ts";
import { close, expect, test } from "./fixture.ts";
import type { Site } from "./site.ts";

type Window = { tracked: unknown[]; stop(): void };

/** Opens a page with this body, on which no link leads anywhere. */
async function openWith(page: Page, site: Site, body: string): Promise<void> {
  site.head = await bundlePage(`
    import { clicks } from "@riacho/sdk";
    window.tracked = [];
    window.stop = clicks()({ track: (...event) => window.tracked.push(event) });
    for (const type of ["click", "auxclick"]) addEventListener(type, (event) => event.preventDefault());
  `);
  await page.goto(`${site.origin}/shop/`);
  await page.evaluate((html) => {
    document.body.innerHTML = html;
  }, body);
}

/** What was tracked since the last look: names and props. */
function tracked(page: Page): Promise<unknown[]> {
  return page.evaluate(() => (window as unknown as Window).tracked.splice(0));
}

/** What a click on the element with this id is tracked as. */
async function clicked(page: Page, id: string): Promise<unknown[]> {
  await page.click(`#${id}`);
  return tracked(page);
}

test("a link says where it leads, and whether off the site", async ({ page, site }) => {
  await openWith(
    page,
    site,
    `<a id="in" class="nav wide" href="../about?from=shop"> About
       <b>us</b> </a>
     <a id="out" href="https://example.com/x">Elsewhere</a>
     <a id="mail" href="mailto:help@shop.example">Write</a>
     <a id="phone" href="tel:+351210000000">Call</a>
     <a id="script" href="javascript:void(0)">Nothing</a>`,
  );
  expect(await clicked(page, "in")).toEqual([
    [
      "click",
      {
        link_url: `${site.origin}/about?from=shop`,
        link_domain: "localhost",
        link_id: "in",
        link_classes: "nav wide",
        link_text: "About us",
        outbound: false,
      },
    ],
  ]);
  expect(await clicked(page, "out")).toMatchObject([
    ["click", { link_url: "https://example.com/x", link_domain: "example.com", outbound: true }],
  ]);
  expect(await clicked(page, "mail")).toEqual([
    ["click", { link_url: "mailto:help@shop.example", link_id: "mail", link_text: "Write", outbound: false }],
  ]);
  expect(await clicked(page, "phone")).toMatchObject([
    ["click", { link_url: "tel:+351210000000", outbound: false }],
  ]);
  expect(await clicked(page, "script")).toMatchObject([
    ["click", { link_url: "javascript:", outbound: false }],
  ]);
});

test("a button says what it is called, in at most 100 characters", async ({ page, site }) => {
  await openWith(
    page,
    site,
    `<button id="buy"><b>Buy</b> now</button> <div role="button" id="menu">Menu</div>
     <input type="submit" id="go" value="Go"> <button id="long">${"🏄".repeat(150)}</button>`,
  );
  expect(await clicked(page, "buy")).toEqual([["click", { element_id: "buy", element_text: "Buy now" }]]);
  expect(await clicked(page, "menu")).toEqual([["click", { element_id: "menu", element_text: "Menu" }]]);
  expect(await clicked(page, "go")).toEqual([["click", { element_id: "go" }]]);
  expect(await clicked(page, "long")).toEqual([
    ["click", { element_id: "long", element_text: "🏄".repeat(100) }],
  ]);
});

test("keys and the middle button count, text, fields and the right button do not", async ({ page, site }) => {
  await openWith(
    page,
    site,
    `<p id="text">Text</p> <a id="anchor" name="x">No link</a> <label id="label">Name <input id="name"></label>
     <input type="checkbox" id="check"> <a id="link" href="/x">Link</a> <button id="button">Button</button>`,
  );
  await page.focus("#link");
  await page.keyboard.press("Enter");
  await page.focus("#button");
  await page.keyboard.press("Space");
  await page.click("#link", { button: "middle" });
  expect(await tracked(page)).toMatchObject([
    ["click", { link_id: "link" }],
    ["click", { element_id: "button" }],
    ["click", { link_id: "link" }],
  ]);
  for (const id of ["text", "anchor", "label", "name", "check"]) expect(await clicked(page, id)).toEqual([]);
  await page.click("#button", { button: "middle" });
  await page.click("#link", { button: "right" });
  expect(await tracked(page)).toEqual([]);
});

test("a click is seen in a shadow root, and though the page stops it", async ({ page, site }) => {
  await openWith(page, site, `<div id="host" data-track="from_host"></div><div id="plain"></div>`);
  await page.evaluate(() => {
    for (const id of ["host", "plain"]) {
      const root = document.getElementById(id)?.attachShadow({ mode: "open" }) as ShadowRoot;
      root.innerHTML = `<a id="in-${id}" href="/inside"><span>Inside</span></a>`;
      root.addEventListener("click", (event) => event.stopImmediatePropagation(), { capture: true });
      root.addEventListener("click", (event) => event.preventDefault(), { capture: true });
      root.firstElementChild?.setAttribute("href", "#inside");
    }
  });
  expect(await clicked(page, "in-plain")).toMatchObject([["click", { link_text: "Inside" }]]);
  expect(await clicked(page, "in-host")).toEqual([["from_host", {}]]);
});

test("data-track names the event, and its attributes are the props, as text", async ({ page, site }) => {
  await openWith(
    page,
    site,
    `<section data-track="pricing" data-track-plan-name="pro" data-track-price="12" data-track-yearly="true" data-other="x">
       <p id="text">Text</p> <a id="link" href="/file.pdf">Prices</a>
       <button id="own" data-track="sign_up" data-track-mask>Sign up</button>
       <button id="unnamed" data-track="">Other</button>
     </section>`,
  );
  const pricing = ["pricing", { plan_name: "pro", price: "12", yearly: "true" }];
  expect(await clicked(page, "link")).toEqual([pricing]);
  expect(await clicked(page, "unnamed")).toEqual([pricing]);
  expect(await clicked(page, "own")).toEqual([["sign_up", {}]]);
  expect(await clicked(page, "text")).toEqual([]);
});

test("a link to a file is a download", async ({ page, site }) => {
  await openWith(
    page,
    site,
    `<a id="pdf" href="/files/Report%202026.PDF?v=2">Report</a> <a id="saved" href="/export" download>Export</a>
     <a id="named" href="/export" download="orders.json">Orders</a> <a id="page" href="/pdf">Page</a>
     <a id="made" href="data:text/csv,secret" download>Made here</a> <a id="site" href="https://files.zip/">Site</a>`,
  );
  expect(await clicked(page, "pdf")).toEqual([
    [
      "file_download",
      {
        file_name: "Report%202026.PDF",
        file_extension: "pdf",
        link_url: `${site.origin}/files/Report%202026.PDF?v=2`,
        link_text: "Report",
      },
    ],
  ]);
  expect(await clicked(page, "saved")).toEqual([
    ["file_download", { file_name: "export", link_url: `${site.origin}/export`, link_text: "Export" }],
  ]);
  expect(await clicked(page, "named")).toMatchObject([
    ["file_download", { file_name: "orders.json", file_extension: "json" }],
  ]);
  expect(await clicked(page, "made")).toEqual([
    ["file_download", { link_url: "data:", link_text: "Made here" }],
  ]);
  expect(await clicked(page, "page")).toMatchObject([["click", {}]]);
  expect(await clicked(page, "site")).toMatchObject([["click", { outbound: true }]]);
});

test("no text is read that is masked or that somebody typed", async ({ page, site }) => {
  await openWith(
    page,
    site,
    `<div data-track-mask><a id="around" href="/x">Secret</a> <button id="button">Secret</button></div>
     <button id="within">Hello <span data-track-mask>Secret</span></button>
     <a id="card" href="/y">Note <span contenteditable>Secret</span></a>
     <div contenteditable><button id="editor">Secret</button></div>
     <form><input id="field" name="field"><button id="submit">Send</button></form>`,
  );
  for (const id of ["around", "button", "within", "card", "editor"]) {
    const events = await clicked(page, id);
    expect(events).toMatchObject([["click", {}]]);
    expect(JSON.stringify(events)).not.toContain("Secret");
  }
  await page.fill("#field", "Secret");
  await page.press("#field", "Enter"); // presses the form's button
  expect(await tracked(page)).toEqual([["click", { element_id: "submit", element_text: "Send" }]]);
});

test("once stopped it sends nothing", async ({ page, site }) => {
  await openWith(page, site, `<a id="link" href="/x">Link</a>`);
  await page.evaluate(() => (window as unknown as Window).stop());
  expect(await clicked(page, "link")).toEqual([]);
  await page.click("#link", { button: "middle" });
  expect(await tracked(page)).toEqual([]);
});

test("the click that leaves a page is not lost with it", async ({ page, site, lab, mark }) => {
  site.head = await bundlePage(`
    import { clicks, init, pageFacts } from "@riacho/sdk";
    window.riacho = init({ appId: "shop", endpoint: "{collector}", plugins: [pageFacts(), clicks()] });
  `);
  await page.goto(`${site.origin}/${mark}`);
  await page.evaluate(() => {
    document.body.innerHTML = `<a id="link" href="/next">Next</a>`;
  });
  site.head = ""; // the next page could not send what this one left
  await page.click("#link");
  await page.waitForURL("**/next");
  await close(page);
  const read = () =>
    lab.query(
      `select page_path, json_extract_string(props, '$.link_url') as link_url from events
       where name = 'click' and page_path = '/${mark}'`,
    );
  await expect
    .poll(read, { timeout: 15_000 })
    .toEqual([{ page_path: `/${mark}`, link_url: `${site.origin}/next` }]);
});

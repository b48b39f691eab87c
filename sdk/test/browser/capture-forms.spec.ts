// Forms that are begun and sent, and that nothing of what is in them is known.

import type { Page } from "@playwright/test";
import { expect, soon, test } from "./capture.ts";

const form = `<form id="sign-up" name="join" action="/welcome?secret-query#secret-hash" method="post">
  <input type="hidden" name="id" value="secret-hidden">
  <input name="email" value="secret-prefilled" required autofocus>
  <input type="password" name="action">
  <select name="country"><option>secret-a</option><option>secret-b</option></select>
  <textarea name="elements-of-style">secret-text</textarea>
  <button name="intent" value="secret-intent"> Sign up </button>
</form>`;

const start = {
  form_id: "sign-up",
  form_name: "join",
  form_destination: expect.stringMatching(/^http:\/\/localhost:\d+\/welcome$/),
  form_length: 4,
};
const submit = { ...start, form_submit_text: "Sign up" };

/** As a script that sends the form itself. */
function keepPage(page: Page): Promise<void> {
  return page.evaluate(() => addEventListener("submit", (event) => event.preventDefault()));
}

/** Lets the page be active by a person's hand alone. Firefox is told that Playwright's own scripts are a person's. */
async function activateByHand(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const userActivation = { hasBeenActive: false };
    Object.defineProperty(navigator, "userActivation", { value: userActivation });
    for (const name of ["pointerdown", "keydown"]) {
      addEventListener(
        name,
        ({ isTrusted }) => {
          userActivation.hasBeenActive ||= isTrusted;
        },
        true,
      );
    }
  });
}

test("a form starts once per page view, by a person alone", async ({ page, openWith, sent, browserName }) => {
  // The first of Playwright's scripts may run before the page's own that gives a field the focus.
  if (browserName === "firefox") await activateByHand(page);
  const byItself = `<script>
    const field = document.querySelector("textarea");
    field.focus();
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  </script>`;
  const other = `<form id="other" data-track-mask><button>secret</button><input></form>`;
  await openWith(page, "forms()", "./forms.ts", form + other + byItself);
  expect(await sent(page)).toEqual([]);
  await keepPage(page);
  await page.locator("#other button").click(); // a button is no field: sent, but not started
  await page.locator("[name=email]").click();
  await page.locator("[name=email]").press("x");
  await page.locator("textarea").click();
  await page.evaluate(() => {
    location.hash = "same-page";
    history.pushState({}, "", `${location.pathname}?step=2`);
  });
  await page.locator("select").press("ArrowDown");
  expect(await sent(page)).toEqual([
    {
      name: "form_submit",
      props: expect.objectContaining({ form_id: "other", form_submit_text: null, form_length: 1 }),
    },
    { name: "form_start", props: start },
    { name: "form_start", props: start },
  ]);
});

test("no value is ever sent, typed, hidden or prefilled", async ({ page, openWith, sent, bodies }) => {
  await openWith(page, "forms()", "./forms.ts", form);
  await keepPage(page);
  await page.locator("[name=email]").fill("");
  await page.locator("button").click(); // refused by the browser, as a field is missing: not submitted
  await page.locator("[name=email]").fill("secret-typed");
  await page.locator("[name=action]").fill("secret-password");
  await page.locator("button").click();
  expect(await sent(page)).toEqual([
    { name: "form_start", props: start },
    { name: "form_submit", props: submit },
  ]);
  expect(bodies.join()).toContain("form_submit");
  expect(bodies.join()).not.toContain("secret");
});

test("a button's words are one line, and none where they may be somebody's own", async ({
  page,
  openWith,
  sent,
}) => {
  const around = `<div contenteditable><form><button>secret</button></form></div>`;
  const within = `<form><button>Hello <span data-track-mask>secret</span></button></form>`;
  const words = `<form><button> Sign\n <b>up</b></button></form><form><input type="submit"></form>`;
  await openWith(page, "forms()", "./forms.ts", around + within + words);
  await keepPage(page);
  await page.evaluate(() => {
    for (const button of document.querySelectorAll<HTMLElement>("form > *")) button.click();
  });
  const events = await sent(page);
  expect(events.map(({ props }) => props.form_submit_text)).toEqual([null, null, "Sign up", null]);
});

test("a submit that leaves the page at once arrives", async ({ page, openWith, inSql, site }) => {
  await openWith(page, "forms()", "./forms.ts", form);
  await page.locator("textarea").press("x");
  await page.locator("button").click();
  await page.waitForURL(`${site.origin}/welcome**`);
  await expect.poll(inSql, soon).toEqual([
    { name: "form_start", props: start },
    { name: "form_submit", props: submit },
  ]);
});

test("forms and fields inside of components", async ({ page, openWith, sent }) => {
  await openWith(
    page,
    "forms()",
    "./forms.ts",
    `<div><template shadowrootmode="open"><form id="inside"><input><input type="submit" value="Go"></form></template></div>
    <form id="around"><div><template shadowrootmode="open"><input></template></div></form>
    <form id="apart"></form><input form="apart" id="its-field">`,
  );
  await keepPage(page);
  await page.locator("#inside input").first().click();
  await page.evaluate(() => {
    // Inside, where the page's listener hears nothing of it.
    const root = document.querySelector("div")?.shadowRoot;
    root?.addEventListener("submit", (event) => event.preventDefault());
  });
  await page.locator("#inside input").last().click();
  await page.locator("#around input").click();
  await page.locator("#its-field").click();
  const events = await sent(page);
  expect(events.map(({ name, props }) => [name, props.form_id, props.form_submit_text])).toEqual([
    ["form_start", "inside", undefined],
    ["form_submit", "inside", "Go"],
    ["form_start", "around", undefined],
    ["form_start", "apart", undefined],
  ]);
});

// The page at `/`, in a browser, against the real pipeline.

import { expect, type Page, test } from "@playwright/test";
import { type Lab, startLab } from "./lab.ts";
import { watchProblems } from "./watch-problems.ts";

test.describe.configure({ mode: "default" }); // one pipeline for all

let lab: Lab;
test.beforeAll(async () => {
  lab = await startLab();
});
test.afterAll(() => lab.stop());

/** What must never happen on any page: errors, dialogs, anything that the policy had to stop. */
let problems: string[];

test.beforeEach(async ({ page }) => {
  problems = watchProblems(page);
  await page.goto(`${lab.url}/`);
  await expect(page.locator("#connection")).toHaveText("connected");
});
test.afterEach(() => expect(problems).toEqual([]));

let made = 0;

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0";

async function post(event: object, userAgent = browser): Promise<void> {
  const body = JSON.stringify({ events: [{ id: `page-${made++}`, ...event }] });
  const headers = { "user-agent": userAgent };
  const answer = await fetch(`${lab.url}/v1/events?app=shop`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
}

const rowOf = (page: Page, text: string) => page.locator("#rows > li").filter({ hasText: text });

test("says where figures come from while there are none", async ({ page }) => {
  await expect(page.locator("#no-figures")).toBeVisible();
  await expect(page.locator("#tiles")).toBeHidden();
});

test("shows an event within a second of its answer, and counts it", async ({ page }) => {
  await post({ name: "page_view", page_path: "/brook/", visitor_id: "visitor-abc123" });
  const row = rowOf(page, "page_view");
  await expect(row).toBeVisible({ timeout: 1_000 });
  await expect(row).toContainText("/brook/");
  await expect(row).toContainText("abc123");
  await expect(page.locator("[data-counter=accepted]")).toHaveText("1");
});

test("shows a rejected event with its reason", async ({ page }) => {
  await post({ name: "refused_one", props: 5 });
  const row = rowOf(page, "refused_one");
  await expect(row).toBeVisible({ timeout: 1_000 });
  await expect(row).toHaveAttribute("data-status", "rejected");
  await expect(row.locator(".reason")).toHaveText("props_invalid");
  await expect(page.locator("[data-counter=rejected]")).toHaveText("1");
});

test("shows an event's properties on a click", async ({ page }) => {
  await post({ name: "clicked_one", props: { sku: "heron-jug", sizes: [1, 2] } });
  const row = rowOf(page, "clicked_one");
  await row.locator("summary").click();
  await expect(row.locator("pre")).toHaveText(JSON.stringify({ sku: "heron-jug", sizes: [1, 2] }, null, 2));
  await expect(row.locator("dl")).toContainText("received_at");
});

test("opens an event by Enter, holds new ones while it is read, and shows them when asked", async ({
  page,
}) => {
  await post({ name: "read_one", props: { read: true } });
  const row = rowOf(page, "read_one");
  await row.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(row.locator("pre")).toContainText('"read": true');
  await post({ name: "held_one" });
  await expect(page.locator("#show-held")).toHaveText("1 new", { timeout: 1_000 });
  await expect(rowOf(page, "held_one")).toHaveCount(0);
  await page.locator("#show-held").click();
  await expect(rowOf(page, "held_one")).toBeVisible();
});

test("shows hostile names, pages and properties as the text that they are", async ({ page }) => {
  const hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
  const facts = { page_path: hostile, visitor_id: hostile, page_title: "\u202e\u2028</li>" };
  await post({ name: `${hostile}`.slice(0, 64), ...facts, props: { [hostile]: hostile } });
  await post({ name: 5, raw: hostile });
  const row = rowOf(page, "<img src=x");
  await row.locator("summary").click();
  await expect(row.locator("pre")).toContainText(hostile);
  await expect(row.locator(".page")).toHaveText(hostile);
  await expect(page.locator("#rows").locator("img, script")).toHaveCount(0);
  // Top pages quotes paths too.
  await post({ name: "page_view", page_path: hostile });
  await expect(page.locator("#tiles")).toContainText(hostile);
  await expect(page.locator("#tiles").locator("img, script")).toHaveCount(0);
});

test("the figures follow what is stored", async ({ page }) => {
  const number = page.locator("[data-tile=events] .number");
  const sql = "select count(*) as n from events";
  const [before] = await lab.query<{ n: number }>(sql);
  await post({ name: "counted_one" });
  const expected = Number(before?.n) + 1;
  await expect(number).toHaveText(String(expected), { timeout: 8_000 });
  expect(await lab.query(sql)).toEqual([{ n: expected }]);
});

test("the figures say by which channel people came, how far they went, on what, and which bots are left out", async ({
  page,
}) => {
  const facts = { visitor_id: "ana", session_id: "ana-1", page_load: "p1" };
  const [page_url, page_referrer] = ["https://shop.example/", "https://www.google.com/"];
  for (const name of ["view_item", "add_to_cart", "begin_checkout", "purchase"]) {
    await post({ ...facts, name, page_url, page_referrer });
  }
  const headless = "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/156.0.0.0 Safari/537.36";
  await post({ name: "view_item", visitor_id: "bot", session_id: "bot-1", page_load: "p2" }, headless);
  const rowsOf = (tile: string) => page.locator(`[data-tile=${tile}] :is(tbody tr, li)`);
  const inTime = { timeout: 8_000 };
  await expect(rowsOf("bots")).toHaveText(["HeadlessChrome1"], inTime);
  await expect(rowsOf("channels")).toHaveText(["organic_search11"]);
  await expect(rowsOf("devices")).toHaveText(["desktopFirefox1"]);
  const share = "100% of the step before";
  await expect(rowsOf("shop-funnel")).toHaveText([
    "view_item1",
    `add_to_cart1${share}`,
    `begin_checkout1${share}`,
    `purchase1${share}`,
  ]);
});

test("the policy stops scripts that the page does not have", async ({ page }) => {
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.append("window.ran = true");
    document.head.append(script);
    return "ran" in window;
  });
  expect(ran).toBe(false);
  expect(problems.splice(0).join()).toMatch(/Content Security Policy|TrustedScript/);
});

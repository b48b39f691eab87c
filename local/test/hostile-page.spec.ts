// Events that mean something to HTML, scripts, styles, SQL, spreadsheets or terminals, shown to people: they stay text.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json as readJson } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { factColumns } from "@riacho/contract/columns";
import { nameLengthMax } from "@riacho/contract/limits";
import { type Pipeline, startPipeline } from "../src/pipeline.ts";
import { openWarehouse, type Warehouse } from "../src/warehouse/open-warehouse.ts";
import { watchProblems } from "./watch-problems.ts";

test.describe.configure({ mode: "default" }); // one pipeline for all

/** Where a payload would call, were it run: nobody is there. */
const elsewhere = "http://127.0.0.1:9";

const payloads = {
  element: `<img src="${elsewhere}/i" onerror="ran=1"><script>ran=1</script><b>bold</b>`,
  frame: `</bdi></li><iframe srcdoc="<script>parent.ran=1</script>"></iframe><svg onload="ran=1">`,
  attribute: `" onfocus="ran=1" autofocus tabindex="0" style="background:url(${elsewhere}/c)" x="`,
  address: "javascript:ran=1//",
  style: `1;background:url(${elsewhere}/s)}</style><style>@import "${elsewhere}/s";`,
  template: "{{constructor.constructor('ran=1')()}}`<%=ran=1%>",
  sql: `'; drop table rows; drop view events; --" or 1=1 union select '%_\\`,
  formula: `=HYPERLINK("${elsewhere}/f","mug")+cmd|' /c calc'!A0`,
  terminal: "\u001b[2J\u001b]0;mug\u0007\u009b31m\r\b\bmug\u007f",
  direction: "\u202egnp.exe\u2066\u202d",
  stream: "mug\r\n\r\nevent: counters\ndata: {}\n\n\u2028\u2029",
  prototype: "__proto__",
  length: "<a href=javascript:ran=1>".repeat(20),
};
const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0";
const hostile = Object.entries(payloads);
const rowCount = 6 * hostile.length;
const textFacts = factColumns.filter(({ type }) => type === "string").map(({ name }) => name);

let folder: string;
let pipeline: Pipeline;
let warehouse: Warehouse;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "riacho-hostile-"));
  pipeline = await startPipeline({ port: 0, dataDir: folder, apps: ["shop"], origins: [], log: () => {} });
  warehouse = await openWarehouse({ dataDir: folder });
  for (const [kind, payload] of hostile) {
    const events = [toEvent(kind, payload), ...toRejected(kind, payload)];
    expect(await post(payload, payload, events)).toMatchObject({ accepted: 1, rejected: { length: 4 } });
    // A page view of a browser, so that the figures quote it too.
    const pageView = toEvent(`${kind} 4`, payload, "page_view");
    expect(await post(payload, browser, [pageView])).toMatchObject({ accepted: 1 });
  }
  await expect.poll(() => count("rows"), { timeout: 15_000 }).toBe(rowCount);
});
test.afterAll(async () => {
  await warehouse.close();
  await pipeline.stop();
  await rm(folder, { recursive: true });
});

async function count(from: string): Promise<unknown> {
  return (await warehouse.query(`select count(*) from ${from}`)).rows[0]?.[0];
}

/** An event with the payload wherever a client can put one. */
function toEvent(kind: string, payload: string, name = payload.slice(0, nameLengthMax)): object {
  return {
    ...Object.fromEntries(textFacts.map((name) => [name, payload])),
    [payload]: payload,
    id: `${kind} ${payload}`.slice(0, nameLengthMax),
    name,
    seq: payload,
    props: { [payload]: [payload, { [payload]: payload }] },
  };
}

/** Refused for each field that may refuse it, the payload in all of them. */
function toRejected(kind: string, payload: string): unknown[] {
  const [first, second, third] = [1, 2, 3].map((nth) => toEvent(`${kind} ${nth}`, payload));
  return [
    { ...first, props: payload },
    { ...second, id: [payload] },
    { ...third, name: { [payload]: payload } },
    payload,
  ];
}

/** By Node's own request: `fetch` sends fewer headers and bytes. */
async function post(payload: string, userAgent: string, events: unknown[]): Promise<unknown> {
  const text = toHeader(payload);
  const headers = { referer: text, "x-forwarded-for": text, "accept-language": text };
  const path = `/v1/events?app=shop&more=${encodeURIComponent(text)}`;
  const posted = request(new URL(path, pipeline.url), {
    method: "POST",
    headers: { ...headers, "user-agent": toHeader(userAgent) },
  });
  posted.end(JSON.stringify({ facts: { [payload]: payload }, events }));
  const [answer] = (await once(posted, "response")) as [IncomingMessage];
  return readJson(answer);
}

const toHeader = (text: string) => text.replace(/[^\t -~\x80-\xff]/g, " ");

/** What must never be on the page or happen on it. */
function watch(page: Page): string[] {
  const problems = watchProblems(page);
  page.on("request", (asked) => {
    const { origin, pathname } = new URL(asked.url());
    const isOurs =
      origin === pipeline.url && /^\/($|local\/(live|dashboard)$|[\w-]+\.(js|css|svg)$)/.test(pathname);
    if (!isOurs) problems.push(`request: ${asked.url()}`);
  });
  return problems;
}

/** What the page itself makes of rows and tiles. */
const known = {
  tags: `li details summary span bdi div dl dt dd p figure figcaption pre article h3 table thead tbody tr th td ol
  svg g title rect path`.split(/\s+/),
  attributes: `class data-status data-tile open role aria-label aria-hidden title scope tabindex style viewBox
  preserveAspectRatio d x y width height`.split(/\s+/),
};

/** Elements and attributes that the page itself would not make, in what it shows of events; and scripts that ran. */
function findUnexpected(page: Page): Promise<string[]> {
  return page.evaluate(({ tags, attributes }) => {
    const found = [...document.querySelectorAll("#rows *, #tiles *")].flatMap((element) => [
      ...(tags.includes(element.localName) ? [] : [element.localName]),
      ...element.getAttributeNames().filter((name) => !attributes.includes(name)),
    ]);
    const styles = [...document.querySelectorAll<HTMLElement>("[style]")].map(({ style }) => style.cssText);
    return [
      ...found,
      ...styles.filter((text) => !/^--(hue|share): [\d.]+%?;$/.test(text)),
      ...("ran" in window ? ["a script ran"] : []),
    ];
  }, known);
}

async function open(page: Page): Promise<void> {
  await page.goto(`${pipeline.url}/`);
  await expect(page.locator("#connection")).toHaveText("connected");
  await expect(page.locator("#rows > li")).toHaveCount(rowCount);
  await expect(page.locator("#tiles article")).not.toHaveCount(0);
}

/** As `toVisibleText` of the page shows a text. */
const toShown = (text: string) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");

test("the live page and its figures show every field as the text that it is", async ({ page }) => {
  const problems = watch(page);
  await open(page);
  await page.locator("#rows details").evaluateAll((all) => {
    for (const each of all) each.setAttribute("open", "");
  });
  await expect(page.locator("#rows .details")).toHaveCount(rowCount);

  const rows = await page.locator("#rows").textContent();
  const names = await page.locator("#rows .name bdi").allTextContents();
  const tiles = page.locator("[data-tile=top-pages]");
  for (const payload of Object.values(payloads)) {
    const shown = toShown(payload);
    expect(rows).toContain(shown);
    await expect(tiles.getByTitle(shown).first()).toBeAttached();
    expect(names).toContain(toShown(payload.slice(0, nameLengthMax).trim()));
  }
  const values = await page.evaluate(() =>
    [...document.querySelectorAll("#rows *, #tiles *")].flatMap((element) => [
      element.textContent,
      ...element.getAttributeNames().map((name) => element.getAttribute(name)),
    ]),
  );
  expect(
    values.filter(
      (value) => value !== toShown(value ?? "").replaceAll("\ufffd", "\ufffd") && !/\n/.test(value ?? ""),
    ),
  ).toEqual([]);
  expect(await findUnexpected(page)).toEqual([]);
  expect(problems).toEqual([]);
});

test("the filter finds them by what they say", async ({ page }) => {
  const problems = watch(page);
  await open(page);
  await page.locator("#filter").fill(payloads.sql);
  await expect(page.locator("#rows > li .page").first()).toHaveText(payloads.sql);
  expect(await findUnexpected(page)).toEqual([]);
  expect(problems).toEqual([]);
});

test("the tables are whole, and every value is what was sent", async () => {
  expect(await count("rows")).toBe(rowCount);
  expect(await count("events")).toBe(2 * hostile.length);
  const { rows } = await warehouse.query("select page_title, props from events");
  const titles = Object.values(payloads).flatMap((payload) => [payload, payload]);
  expect(rows.map(([title]) => title).sort()).toEqual(titles.sort());
  for (const [title, props] of rows) {
    expect(Object.keys(JSON.parse(String(props)))[0]).toBe(title);
  }
});

test("a query's table, JSON and error say them without a word to the terminal", async () => {
  const run = promisify(execFile);
  const query = (...args: string[]) =>
    run(process.execPath, ["--import", "tsx", "local/src/query.ts", "--data-dir", folder, ...args], {
      maxBuffer: 64 * 1024 * 1024,
    });
  const sql = "select page_title, props, raw, user_agent, flags, message from rows";
  const table = await query(sql);
  const json = await query("--json", sql);
  const wrong = await query(
    "select cast(page_title as integer) from events where page_title like '%gnp%'",
  ).catch((error) => error as { stderr: string });
  expect(wrong.stderr).toContain("gnp.exe");
  for (const text of [table.stdout, json.stdout, wrong.stderr])
    expect(text).toBe(text.split("\n").map(toShown).join("\n"));
  expect(JSON.parse(json.stdout)).toHaveLength(rowCount);
  expect(JSON.parse(json.stdout).map((row: { page_title: string }) => row.page_title)).toContain(
    payloads.terminal,
  );
});

test("planted mistakes are caught: an element, an attribute, a style and a request of a payload", async ({
  page,
}) => {
  const problems = watch(page);
  await open(page);
  await page.evaluate((url) => {
    const made = document.createElement("img");
    made.setAttribute("src", `${url}/i`);
    made.style.background = `url(${url}/c)`;
    document.getElementById("rows")?.append(made);
  }, elsewhere);
  await expect
    .poll(() => problems.join("\n"))
    .toMatch(/Content Security Policy[\s\S]*request|request[\s\S]*Content Security Policy/);
  const unexpected = (await findUnexpected(page)).join("\n");
  for (const each of ["img", "src", "url("]) expect(unexpected).toContain(each);
});

test("the policy lets no text become HTML or a script", async ({ page }) => {
  const problems = watch(page);
  await open(page);
  const answers = await page.evaluate(() => {
    const { body } = document;
    const attempts = [
      () => body.insertAdjacentHTML("beforeend", "<b>"),
      () => body.setAttribute("onclick", "ran=1"),
      () => document.createElement("script").setAttribute("src", "page.js"),
      () => document.write("<b>"),
    ];
    return attempts.map((attempt) => {
      try {
        return attempt();
      } catch (error) {
        return String(error);
      }
    });
  });
  for (const answer of answers) expect(answer).toMatch(/requires 'Trusted(HTML|Script|ScriptURL)'/);
  expect(problems).toHaveLength(answers.length);
});

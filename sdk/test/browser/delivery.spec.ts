// The delivery promise in a real browser: what was captured is delivered, unique by id, whatever happens on the way.

import { chromiumOnly, close, expect, inSqlMsUsually, openQuietly, test, track, upTo } from "./fixture.ts";
import { foreignAnswers, toTitle } from "./foreign-answers.ts";

test("steady: events arrive in the order of their seq, with nothing sent twice", async ({
  context,
  open,
  arrived,
  copies,
  lab,
  mark,
}) => {
  const page = await open(context);
  for (let n = 0; n < 20; n++) {
    await track(page, n, 1);
    await page.waitForTimeout(50);
  }
  expect(await arrived(20)).toEqual(upTo(20));
  expect(await copies()).toBe(0);
  const seqs = await lab.query<{ n: number; seq: number }>(
    `select cast(json_extract_string(props, '$.n') as integer) as n, seq from events where json_extract_string(props, '$.mark') = '${mark}' order by seq`,
  );
  // Before them: the first visit, the session's start and the page view.
  expect(seqs.map(({ n, seq }) => seq - n)).toEqual(upTo(20).map(() => 3));
});

test("a burst of 1,000 in one task, in full batches", async ({ context, open, arrived, copies }) => {
  const page = await open(context);
  let requests = 0;
  page.on("request", (request) => request.url().includes("/v1/events") && requests++);
  await track(page, 0, 1000);
  expect(await arrived(1000)).toEqual(upTo(1000));
  expect(await copies()).toBe(0);
  expect(requests).toBeLessThanOrEqual(12);
});

test("offline, then online, in the same page", async ({ context, open, arrived, copies }) => {
  const page = await open(context);
  await context.setOffline(true);
  await track(page, 0, 25);
  await page.waitForTimeout(1500);
  await context.setOffline(false);
  expect(await arrived(25)).toEqual(upTo(25));
  expect(await copies()).toBe(0);
});

test(
  "offline, closed, and delivered by the next page",
  chromiumOnly(
    "Firefox takes a page's network away, not what is sent as it closes; the collector away is tested in both",
  ),
  async ({ context, open, arrived, lab }) => {
    const page = await open(context);
    await page.waitForTimeout(1500); // the page view has been answered
    await context.setOffline(true);
    await track(page, 0, 25);
    await page.waitForTimeout(300);
    // The page's network is its own: what leaves with it leaves when it has none any more to take away.
    await lab.down();
    try {
      await close(page);
      await context.setOffline(false);
      await new Promise((resolve) => setTimeout(resolve, inSqlMsUsually));
    } finally {
      await lab.up();
    }
    expect(await arrived(0)).toEqual([]);
    await open(context);
    // Those that the closing page tried to send wait for their lease.
    await expect.poll(() => arrived(25), { timeout: 45_000 }).toEqual(upTo(25));
  },
);

test("navigation in the same task", async ({ context, open, arrived }) => {
  const page = await open(context);
  await Promise.all([
    page.waitForURL("**/next"),
    page.evaluate(
      (mark) => {
        const { riacho } = window as unknown as { riacho: { track(name: string, props: object): void } };
        for (let n = 0; n < 20; n++) riacho.track("probe", { mark, n });
        location.href = "/next";
      },
      await page.evaluate(() => (window as unknown as { mark: string }).mark),
    ),
  ]);
  expect(await arrived(20)).toEqual(upTo(20));
});

test("events that left with a closing page are not sent again while their lease lasts", async ({
  context,
  open,
  arrived,
  copies,
  site,
}) => {
  const page = await open(context);
  await track(page, 0, 5);
  for (const path of ["/two", "/three", "/four"]) await page.goto(site.origin + path);
  expect(await arrived(5)).toEqual(upTo(5));
  await page.waitForTimeout(3000);
  expect(await copies()).toBe(0);
});

test("the tab is closed at once", async ({ context, open, arrived }) => {
  const page = await open(context);
  await track(page, 0, 20);
  await close(page);
  expect(await arrived(20)).toEqual(upTo(20));
});

test("30 times 8 KB, then closed: what keepalive cannot carry is sent by the next page", async ({
  context,
  open,
  arrived,
}) => {
  const page = await open(context);
  await page.evaluate(() => {
    const { riacho, mark } = window as unknown as {
      riacho: { track(name: string, props: object): void };
      mark: string;
    };
    for (let n = 0; n < 30; n++) riacho.track("probe", { mark, n, text: "x".repeat(8000) });
  });
  await close(page);
  await open(context);
  await expect.poll(() => arrived(30), { timeout: 45_000 }).toEqual(upTo(30));
});

test("503, then well again", async ({ context, open, arrived, copies, lab }) => {
  const page = await open(context);
  await lab.order({ door: { kind: "status", status: 503 } });
  await track(page, 0, 25);
  await page.waitForTimeout(3000);
  await lab.order({});
  expect(await arrived(25)).toEqual(upTo(25));
  expect(await copies()).toBe(0);
});

test("429: no request before Retry-After is over", async ({ context, open, arrived, lab }) => {
  const page = await open(context);
  await page.waitForTimeout(1500);
  const times: number[] = [];
  page.on("request", (request) => request.url().includes("/v1/events") && times.push(Date.now()));
  await lab.order({ door: { kind: "status", status: 429, retry_after: 4, times: 1 } });
  await track(page, 0, 12);
  await page.waitForTimeout(1000);
  await track(page, 12, 12);
  expect(await arrived(24)).toEqual(upTo(24));
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(3900);
});

test("connection reset and refused, while the browser believes it is online", async ({
  context,
  open,
  arrived,
  lab,
}) => {
  const page = await open(context);
  await lab.order({ door: { kind: "reset", times: 3 } });
  await track(page, 0, 25);
  expect(await arrived(25)).toEqual(upTo(25));
});

test("stored, but the answer was lost: sent again, one event all the same", async ({
  context,
  open,
  arrived,
  copies,
  lab,
}) => {
  const page = await openQuietly(open, context);
  await lab.order({ door: { kind: "answer_lost", times: 1 } });
  await track(page, 0, 12);
  expect(await arrived(12)).toEqual(upTo(12));
  await expect.poll(copies).toBeGreaterThan(0);
  expect(await arrived(12)).toEqual(upTo(12));
});

for (const door of foreignAnswers) {
  test(toTitle(door), async ({ context, open, arrived, lab }) => {
    const page = await open(context);
    await page.waitForTimeout(1200);
    await lab.order({ door });
    await track(page, 0, 12);
    expect(await arrived(12)).toEqual(upTo(12));
  });
}

test("two tabs, both reloaded at once", async ({ context, open, arrived }) => {
  const [one, two] = [await open(context), await open(context)];
  await Promise.all([track(one, 0, 20), track(two, 20, 20)]);
  await Promise.all([one.reload(), two.reload()]);
  expect(await arrived(40)).toEqual(upTo(40));
});

test("two tabs during an outage, both closed, one returns", async ({ context, open, arrived, lab }) => {
  const [one, two] = [await open(context), await open(context)];
  await one.waitForTimeout(1500);
  await lab.order({ door: { kind: "reset" } });
  await Promise.all([track(one, 0, 15), track(two, 15, 15)]);
  await one.waitForTimeout(500);
  await Promise.all([close(one), close(two)]);
  await lab.order({});
  await open(context);
  await expect.poll(() => arrived(30), { timeout: 45_000 }).toEqual(upTo(30));
});

test("a tab that is hidden and shown sends nothing twice", async ({ context, open, arrived, copies }) => {
  const page = await open(context);
  await track(page, 0, 5);
  for (const state of ["hidden", "visible", "hidden", "visible"]) {
    await page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      Object.defineProperty(document, "hidden", { value: value === "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  }
  expect(await arrived(5)).toEqual(upTo(5));
  await page.waitForTimeout(2000);
  expect(await copies()).toBe(0);
});

test("storage blocked: delivered from memory, and the page is not disturbed", async ({
  context,
  open,
  arrived,
}) => {
  await context.addInitScript(() => {
    for (const name of ["indexedDB", "localStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  const page = await open(context);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await track(page, 0, 20);
  expect(await arrived(20)).toEqual(upTo(20));
  expect(errors).toEqual([]);
});

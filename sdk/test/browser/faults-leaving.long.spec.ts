// What it costs that a closing page never sees its answers.

import { expect, test, track, upTo } from "./fixture.ts";

test("three pages in a row, each adopting what the one before could not send: at most one copy of an event", async ({
  context,
  open,
  arrived,
  copies,
  lab,
  mark,
}) => {
  const page = await open(context);
  const fill = (first: number) =>
    page.evaluate(
      ([from, word]) => {
        const { riacho } = window as unknown as { riacho: { track(name: string, props: object): void } };
        const text = "x".repeat(8000); // more than keepalive carries
        for (let n = from; n < from + 10; n++) riacho.track("probe", { mark: word, n, text });
      },
      [first, mark] as const,
    );
  for (const [generation, path] of ["/two", "/three", "/four"].entries()) {
    await fill(generation * 10);
    await page.goto(new URL(path, page.url()).href);
    await page.waitForFunction(() => "flush" in (window as unknown as { riacho: object }).riacho);
  }
  await expect.poll(() => arrived(30), { timeout: 60_000 }).toEqual(upTo(30));
  await page.waitForTimeout(35_000); // every lease is over
  const [most] = await lab.query<{ rows: number }>(
    `select max(n) as rows from (select count(*) as n from rows where json_extract_string(props, '$.mark') = '${mark}' group by event_id)`,
  );
  console.log(`three pages of 10 events of 8 KB: ${await copies()} copies of 30 events`);
  expect(Number(most?.rows)).toBeLessThanOrEqual(2);
});

test("a navigation before the answer: each event arrives once more at most, when the lease is over", async ({
  context,
  open,
  arrived,
  copies,
  lab,
}) => {
  const page = await open(context);
  await lab.order({ door: { kind: "delay", ms: 150 } });
  await track(page, 0, 20);
  await page.goto(new URL("/next", page.url()).href);
  expect(await arrived(20)).toEqual(upTo(20));
  expect(await copies()).toBe(0);
  await page.waitForTimeout(40_000);
  console.log(`a navigation 150 ms before the answer: ${await copies()} copies of 20 events`);
  expect(await copies()).toBeLessThanOrEqual(20);
  expect(await arrived(20)).toEqual(upTo(20));
});

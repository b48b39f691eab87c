// Answers that are not ours, and requests that are refused as such, in WebKit.

import { foreignAnswers, toTitle } from "../browser/foreign-answers.ts";
import { expectHalved } from "../browser/halving.ts";
import { snippet } from "../browser/site.ts";
import { expect, notesRequests, pause, readRequests, stored, test, upTo } from "./fixture.ts";

for (const door of [...foreignAnswers, { kind: "reset", times: 2 } as const]) {
  test(toTitle(door), async ({ driver, visit, untilQuiet, probe, arrived, lab }) => {
    await visit("/", notesRequests + snippet());
    await untilQuiet();
    const before = (await readRequests(driver)).length;
    await lab.order({ door });
    await probe(0, 24);
    expect(await arrived(24)).toEqual(upTo(24));
    await untilQuiet();
    // The fault befell it, and it was sent again.
    expect((await readRequests(driver)).length - before).toBeGreaterThan(door.times);
  });
}

for (const isReadable of [true, false]) {
  test(`413 above 2 KB${isReadable ? "" : " that the page cannot read"}: delivered by halving, nothing twice, nothing given up`, async ({
    visit,
    probe,
    arrived,
    copies,
    dropped,
    lab,
  }) => {
    await expectHalved({ lab, arrived, copies, dropped }, isReadable, async (attributes, count) => {
      await visit("/", snippet(attributes));
      await probe(0, count);
    });
  });
}

test("400 for everything, for a while: only what was refused alone is gone, and it is counted", async ({
  driver,
  visit,
  untilQuiet,
  probe,
  arrived,
  copies,
  dropped,
  lab,
}) => {
  await visit("/", notesRequests + snippet());
  await untilQuiet();
  const before = (await readRequests(driver)).length;
  // 24, 12, 6, 3, 2 and 1: the first event alone is given up.
  await lab.order({ door: { kind: "status", status: 400, times: 6 } });
  await probe(0, 24);
  await expect
    .poll(async () => (await readRequests(driver)).length - before, { timeout: 20_000 })
    .toBeGreaterThan(6);
  await probe(24, 20);
  expect(await arrived(43)).toEqual(upTo(44).slice(1));
  expect(await copies()).toBe(0);
  expect((await dropped()).at(-1)).toEqual({ refused: 1 });
});

test("410: nothing is kept, nothing more is sent in this page; another page asks anew", async ({
  driver,
  visit,
  untilQuiet,
  probe,
  arrived,
  lab,
}) => {
  const head = notesRequests + snippet();
  await visit("/", head);
  await untilQuiet();
  const before = (await readRequests(driver)).length;
  await lab.order({ door: { kind: "status", status: 410 } });
  await probe(0, 24);
  await expect.poll(async () => (await readRequests(driver)).length - before).toBe(1);
  await untilQuiet();
  await probe(24, 24);
  await pause(2000);
  expect(await stored(driver)).toEqual([]);
  expect((await readRequests(driver)).length - before).toBe(1);
  await lab.order({});
  await visit("/next", head); // leaving has sent nothing either
  await probe(48, 1);
  expect(await arrived(1)).toEqual([48]);
});

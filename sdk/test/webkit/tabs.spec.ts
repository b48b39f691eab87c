// Two tabs of one origin in WebKit.

import { expect, pause, test, toProbes, upTo } from "./fixture.ts";

test("two tabs, both reloaded at once, in the task that tracks", async ({
  driver,
  visit,
  openTab,
  arrived,
  mark,
}) => {
  const tabs: string[] = [];
  for (let n = 0; n < 2; n++) {
    await openTab();
    await visit();
    tabs.push(await driver.getWindowHandle());
  }
  const at = Date.now() + 1000;
  for (const [n, tab] of tabs.entries()) {
    await driver.switchTo().window(tab);
    const task = `${toProbes(mark, n * 20, 20)} location.reload();`;
    await driver.executeScript(`setTimeout(() => { ${task} }, ${at} - Date.now())`);
  }
  expect(await arrived(40)).toEqual(upTo(40));
  for (const tab of tabs) {
    await driver.switchTo().window(tab);
    const readType = "return performance.getEntriesByType('navigation')[0].type";
    expect(await driver.executeScript(readType)).toBe("reload");
  }
});

test("two tabs during an outage, both closed, one returns", async ({
  visit,
  probe,
  openTab,
  arrived,
  lab,
}) => {
  const closeOne = await openTab();
  await visit();
  const closeTwo = await openTab();
  await visit();
  await pause(1500);
  await lab.order({ door: { kind: "reset" } });
  await probe(0, 15);
  await closeTwo();
  await probe(15, 15);
  await pause(500);
  await closeOne();
  await lab.order({});
  expect(await arrived(0)).toEqual([]);
  await visit();
  await expect.poll(() => arrived(30), { timeout: 45_000 }).toEqual(upTo(30));
});

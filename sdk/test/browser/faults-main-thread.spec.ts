// What the page feels. Limits are far above what was measured: the machine may be busy.

import { expect, test, upTo } from "./fixture.ts";

const taskMaxMs = 200;

test("a burst of 1,000: track returns at once, and no task lasts 200 ms", async ({
  context,
  open,
  arrived,
  copies,
}) => {
  const page = await open(context);
  const burst = await page.evaluate(async () => {
    const { riacho, mark } = window as unknown as {
      riacho: { track(name: string, props: object): unknown; flush(): Promise<void> };
      mark: string;
    };
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(Math.round(duration));
    }).observe({ type: "longtask" });
    const calls: number[] = [];
    const returned = new Set<unknown>();
    const startedAt = performance.now();
    for (let n = 0; n < 1000; n++) {
      const calledAt = performance.now();
      returned.add(riacho.track("probe", { mark, n }));
      calls.push(performance.now() - calledAt);
    }
    const allMs = performance.now() - startedAt;
    await riacho.flush();
    await new Promise((resolve) => setTimeout(resolve, 200)); // the observer is told later
    return { tasks, returned: [...returned], allMs, longestMs: Math.max(...calls) };
  });
  const { tasks, returned, allMs, longestMs } = burst;
  console.log(
    `1,000 calls: ${allMs.toFixed(0)} ms, the longest ${longestMs.toFixed(1)} ms; tasks over 50 ms: ${tasks.join(", ") || "none"}`,
  );
  expect(returned).toEqual([undefined]);
  expect(Math.max(0, allMs, ...tasks)).toBeLessThan(taskMaxMs);
  expect(await arrived(1000)).toEqual(upTo(1000));
  expect(await copies()).toBe(0);
});

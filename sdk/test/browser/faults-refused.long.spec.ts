// As faults-refused, where the SDK needs many tries.

import { startProxy } from "./faults-proxy.ts";
import { expect, test, track, upTo } from "./fixture.ts";

test("413 above 2 KB that the page cannot read: delivered by halving after several failures, nothing twice", async ({
  context,
  open,
  arrived,
  copies,
  lab,
}) => {
  const proxy = await startProxy(lab.url, 2048, false);
  try {
    const page = await open(context, "/", `data-app-id="shop" data-endpoint="${proxy.url}"`);
    await track(page, 0, 14);
    await expect.poll(() => arrived(14), { timeout: 75_000 }).toEqual(upTo(14));
    expect(await copies()).toBe(0);
    expect(proxy.refused.length).toBeGreaterThanOrEqual(3);
  } finally {
    proxy.stop();
  }
});

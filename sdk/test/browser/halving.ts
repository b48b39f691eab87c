// A proxy that takes 2 KB at most, between any browser and the collector.

import type { Lab } from "../../../local/test/lab.ts";
import { startProxy } from "./faults-proxy.ts";
import { expect, type Fixture, upTo } from "./fixture.ts";

/** They leave at once and in one batch, which is well above 2 KB whatever else is in it. */
const probes = 24;

type Arrivals = Pick<Fixture, "arrived" | "copies" | "dropped"> & { lab: Lab };

/**
 * Expects that probes arrive by halving, none twice, and that nothing is given up.
 *
 * @param isReadable whether the page may read the refusal
 * @param send opens a page with these attributes of the snippet's, and tracks so many probes
 * @returns how many requests the proxy refused, at least one
 */
export async function expectHalved(
  { lab, arrived, copies, dropped }: Arrivals,
  isReadable: boolean,
  send: (attributes: string, count: number) => Promise<void>,
): Promise<number> {
  // What the page can read it halves at once, else after several failures.
  const timeout = isReadable ? 30_000 : 75_000;
  const proxy = await startProxy(lab.url, 2048, isReadable);
  try {
    await send(`data-app-id="shop" data-endpoint="${proxy.url}"`, probes);
    await expect.poll(() => arrived(probes), { timeout }).toEqual(upTo(probes));
    expect(await copies()).toBe(0);
    expect(proxy.refused.length).toBeGreaterThan(0);
    expect((await dropped()).filter(Boolean)).toEqual([]);
    return proxy.refused.length;
  } finally {
    proxy.stop();
  }
}

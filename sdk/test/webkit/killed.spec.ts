// WebKit is killed, and started again with the same profile. A page's process alone cannot be: the driver ends the
// session with it, and what a session has stored.

import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { snippet } from "../browser/site.ts";
import { expect, test, toProbes, upTo } from "./fixture.ts";

test("the collector ill, the browser killed: the next start delivers all, none twice", async ({
  machine,
  arrived,
  copies,
  lab,
  mark,
  site,
}) => {
  // Sessions of the driver store nothing for longer than they last, so the page itself does what a test would.
  const signal = createServer((_, response) => response.end()).listen(0, "127.0.0.1");
  await once(signal, "listening");
  const { port } = signal.address() as AddressInfo;
  const profile = await mkdtemp(join(tmpdir(), "riacho-webkit-"));
  let kill = async (): Promise<void> => {};
  try {
    await lab.order({ door: { kind: "status", status: 503 } });
    site.head = `${snippet()}<script>
      ${toProbes(mark, 0, 20)}
      addEventListener("load", () => setTimeout(() => fetch("http://127.0.0.1:${port}/"), 1000));
    </script>`;
    kill = machine.startWithProfile(profile, site.origin);
    await once(signal, "request");
    await kill();
    site.head = snippet();
    await lab.order({});
    expect(await arrived(0)).toEqual([]);
    kill = machine.startWithProfile(profile, site.origin);
    await expect.poll(() => arrived(20), { timeout: 50_000 }).toEqual(upTo(20));
    expect(await copies()).toBe(0);
  } finally {
    await kill();
    signal.close();
    await lab.order({});
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

import { setTimeout as sleep } from "node:timers/promises";
import { eventsPath } from "@riacho/contract/event";
import { expect } from "vitest";
import type { Lab } from "./lab.ts";

/** By then the breaker is open: the first requests have used up their time. */
const openMs = 4_000;
/** Far below what a request waits for a stream it believes in. */
const atOnceMs = 1_000;

/** The stream is out of reach for so long; near the end, requests are refused without waiting for it. */
export async function takeStreamDown(lab: Lab, forMs: number): Promise<void> {
  await lab.order({ stream: { isDown: true } });
  await sleep(Math.max(openMs, forMs - 1_000));
  const asked = await Promise.all([1, 2, 3].map(() => ask(lab)));
  for (const { status, retryAfter } of asked) {
    expect(status).toBe(503);
    expect(retryAfter).toBeGreaterThanOrEqual(5);
  }
  // One of them may be the probe.
  expect(asked.filter(({ ms }) => ms < atOnceMs).length).toBeGreaterThanOrEqual(2);
  await sleep(1_000);
}

/** A request whose event nobody waits for: it is refused. */
async function ask({ url }: Lab): Promise<{ status: number; retryAfter: number; ms: number }> {
  const before = performance.now();
  const body = JSON.stringify({ events: [{ id: "refused", name: "click" }] });
  const { status, headers } = await fetch(`${url}${eventsPath}?app=shop`, { method: "POST", body });
  return { status, retryAfter: Number(headers.get("retry-after")), ms: performance.now() - before };
}

// The function in trouble, and the answers on their way back.

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { FaultOrder } from "../src/server/faults.ts";
import type { Lab } from "./lab.ts";
import { expectAllOnce } from "./trouble-report.ts";

/** One request after the other meets the fault. */
const again = (order: FaultOrder, times: number) => async (lab: Lab) => {
  for (let n = 0; n < times; n++) {
    await lab.order(order);
    await sleep(150);
  }
};

describe("everything sent is in events once", { timeout: 60_000 }, () => {
  test("after the function was killed at work, many times", async () => {
    const order: FaultOrder = { door: { kind: "kill", ms: 10, times: 1 }, stream: { delayMs: 40 } };
    const { resent, copies } = await expectAllOnce("killed", again(order, 25));
    expect(resent).toBeGreaterThan(0);
    // The stream took what it was given, and nobody was left to hear of it.
    expect(copies).toBeGreaterThan(0);
  });

  test("after answers were lost: the stream's, 30 %, and the collector's", async () => {
    const order: FaultOrder = { door: { kind: "answer_lost", times: 2 }, stream: { lostAnswers: 0.3 } };
    const { copies } = await expectAllOnce("answers lost", again(order, 25));
    expect(copies).toBeGreaterThan(0);
  });
});

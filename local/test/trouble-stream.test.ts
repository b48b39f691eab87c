// The stream in trouble, a few seconds of each kind. The long outage is in trouble-stream.long.test.ts.

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { FaultOrder } from "../src/server/faults.ts";
import type { Lab } from "./lab.ts";
import { takeStreamDown } from "./trouble-down.ts";
import { expectAllOnce } from "./trouble-report.ts";

/** Orders faults, for so long. */
const under = (order: FaultOrder, ms: number) => async (lab: Lab) => {
  await lab.order(order);
  await sleep(ms);
};

describe("everything sent is in events once", { timeout: 60_000 }, () => {
  test("after writes were throttled, 30 % of the records and 30 % of the calls", async () => {
    const order = { stream: { throttledRecords: 0.3, throttledCalls: 0.3 } };
    const { copies } = await expectAllOnce("throttled", under(order, 5_000));
    // A refused record is put again alone. The few copies are of senders that left before the answer.
    expect(copies).toBeLessThan(500);
  });

  test("after the stream failed, 30 % of the calls, and lost its connections, 20 %", async () => {
    await expectAllOnce("failing", under({ stream: { failedCalls: 0.3, resetCalls: 0.2 } }, 4_000));
  });

  test("after the stream was down, and requests did not wait for it", async () => {
    await expectAllOnce("down for 5 s", (lab) => takeStreamDown(lab, 5_000));
  });

  test("after the stream was slow, within a try's time and beyond it", async () => {
    await expectAllOnce("slow", async (lab) => {
      await under({ stream: { delayMs: 700 } }, 2_000)(lab);
      await under({ stream: { delayMs: 2_300 } }, 5_000)(lab);
    });
  });
});

import { clockSkewMaxMs, eventAgeMaxMs } from "@riacho/contract/limits";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEventTime } from "../src/event-time.ts";

const received = Date.UTC(2026, 0, 2);
const hour = 3_600_000;

test.each([
  ["a right clock is believed", received - 5000, received - 100, { at: received - 5000 }],
  [
    "a clock an hour slow is moved",
    received - hour - 5000,
    received - hour,
    { at: received - 5000, flag: "event_at:skew" },
  ],
  [
    "a clock an hour fast is moved",
    received + hour - 5000,
    received + hour,
    { at: received - 5000, flag: "event_at:skew" },
  ],
  ["a few seconds ahead is now", received + 10_000, received + 10_000, { at: received }],
  ["far ahead, uncorrectable, is now", received + hour, null, { at: received, flag: "event_at:future" }],
  [
    "older than a queue keeps is now",
    received - eventAgeMaxMs - 1,
    received,
    { at: received, flag: "event_at:old" },
  ],
  ["no time is now", null, received, { at: received, flag: "event_at:missing" }],
] as const)("%s", (_, time, sent, expected) => {
  expect(readEventTime(time, sent, received)).toEqual(expected);
});

describe("whatever the client's clock says", () => {
  const anyTime = fc.option(fc.integer({ min: 0, max: received * 2 }));
  type Read = typeof readEventTime;

  function hold(read: Read): void {
    fc.assert(
      fc.property(anyTime, anyTime, (time, sent) => {
        const { at } = read(time, sent, received);
        expect(at).toBeLessThanOrEqual(received);
        expect(at).toBeGreaterThanOrEqual(received - eventAgeMaxMs);
      }),
      { numRuns: 1000 },
    );
    // A client whose clock is wrong by any constant tells the same story as one whose clock is right.
    fc.assert(
      fc.property(fc.integer({ min: -received, max: received }), fc.nat(eventAgeMaxMs), (skew, age) => {
        fc.pre(Math.abs(skew) > clockSkewMaxMs);
        expect(read(received - age + skew, received + skew, received).at).toBe(received - age);
      }),
    );
  }

  test("an event lies in the last 14 days and a constant error cancels", () => hold(readEventTime));

  test.each<[string, Read]>([
    ["no bound", (time, sent, at) => ({ at: (time ?? at) + (sent === null ? 0 : at - sent) })],
    ["a correction of the wrong sign", (time, sent, at) => readEventTime(time, sent && 2 * at - sent, at)],
  ])("a planted mistake is caught: %s", (_, read) => expect(() => hold(read)).toThrow());
});

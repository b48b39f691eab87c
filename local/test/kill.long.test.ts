import { expect, test } from "vitest";
import { expectNothingLost } from "./kill-report.ts";

test("what was answered is in events once, after two dozen kills", { timeout: 300_000 }, async () => {
  const { aheadOfCheckpoint, rowsDifference } = await expectNothingLost({ kills: 24, eventsMin: 20_000 });
  // Else the kills fell on easy moments only, and the comparison had no copies to be wrong about.
  expect(aheadOfCheckpoint).toBeGreaterThan(0);
  expect(rowsDifference.doubled.length).toBeGreaterThan(0);
});

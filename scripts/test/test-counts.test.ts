import { expect, test } from "vitest";
import { judge, readPlaywrightCounts, readVitestCounts } from "../test-counts.ts";

test("Vitest's pending and todo tests are skipped ones", () => {
  const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
  expect(readVitestCounts(JSON.stringify(report))).toEqual({ passed: 5, failed: 1, skipped: 3 });
});

test("Playwright's flaky tests are failed ones", () => {
  const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } };
  expect(readPlaywrightCounts(JSON.stringify(report))).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test("a run that passed is taken as it is", () => {
  expect(judge({ passed: 5, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 5, failed: 0, skipped: 1 });
});

test("a run of nothing has failed", () => {
  expect(judge({ passed: 0, failed: 0, skipped: 3 }, 0).failed).toBe(1);
});

test("a runner that failed outside of any test has failed once", () => {
  expect(judge({ passed: 5, failed: 0, skipped: 0 }, 1).failed).toBe(1);
  expect(judge({ passed: 5, failed: 0, skipped: 0 }, null).failed).toBe(1);
});

test("failed tests are counted once, though the runner says so too", () => {
  expect(judge({ passed: 5, failed: 2, skipped: 0 }, 1).failed).toBe(2);
});

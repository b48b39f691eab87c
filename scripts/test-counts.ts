// How many tests ran, as the test runners' JSON reports say it.

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Reads a report of Vitest. */
export function readVitestCounts(report: string): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(report);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** Reads a report of Playwright. */
export function readPlaywrightCounts(report: string): Counts {
  const { expected, unexpected, flaky, skipped } = JSON.parse(report).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * Holds a runner's counts to how it ended: one that ran nothing has proved nothing, and one that failed outside of
 * any test (a file that does not load, an error nobody caught) has failed once.
 */
export function judge(counts: Counts, exitCode: number | null): Counts {
  const isBad = exitCode !== 0 || counts.passed === 0;
  return { ...counts, failed: Math.max(counts.failed, isBad ? 1 : 0) };
}

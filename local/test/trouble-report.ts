import { expect } from "vitest";
import type { Lab } from "./lab.ts";
import { runTrouble, type TroubleReport } from "./trouble-run.ts";

/** Fails where an event was lost or doubled in SQL, and says how it went. */
export async function expectAllOnce(
  what: string,
  trouble: (lab: Lab) => Promise<unknown>,
): Promise<TroubleReport> {
  const report = await runTrouble(trouble);
  const { difference, events, resent, copies } = report;
  const { lost, doubled } = difference;
  console.log(
    `${what}: ${events} events, ${lost.length} lost, ${doubled.length} doubled; ${resent} batches sent again, ${copies} copies in rows`,
  );
  expect(difference).toEqual({ lost: [], doubled: [], unknown: [] });
  return report;
}

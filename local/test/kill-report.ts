import { expect } from "vitest";
import { type KillReport, runKills } from "./kill-run.ts";

/** Runs the kills with a new seed (or KILL_SEED), prints what happened and expects every event once. */
export async function expectNothingLost(run: { kills: number; eventsMin: number }): Promise<KillReport> {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 32);
  const startedAt = performance.now();
  const report = await runKills(run.kills, run.eventsMin, seed);
  console.log(`${toText(report)}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s, seed ${seed}`);

  expect(report.difference).toEqual({ lost: [], doubled: [], unknown: [] });
  // One sentence for each, so that a failure names the rows' part of it too.
  expect(report.rowsDifference.lost).toEqual([]);
  expect(report.rowsDifference.unknown).toEqual([]);
  expect(report.exit).toBe(0);
  expect(report.events).toBeGreaterThanOrEqual(run.eventsMin);
  return report;
}

function toText({
  kills,
  events,
  resent,
  rowsDifference,
  aheadOfCheckpoint,
  difference,
}: KillReport): string {
  const { writing, delivering, starting } = kills;
  return [
    `${writing + delivering + starting} kills (${writing} writing, ${delivering} delivering, ${starting} starting; ` +
      `${aheadOfCheckpoint} left rows ahead of the checkpoint)`,
    `${events} events, ${resent} batches sent again`,
    `${rowsDifference.doubled.length} events with copies in rows`,
    `${difference.lost.length} lost, ${difference.doubled.length} doubled, ${difference.unknown.length} unknown`,
  ].join(", ");
}

// How much more processor time one thing takes than another, both measured in turns so that a slow moment hits both.

import { median } from "./median.ts";

export interface CpuRatio {
  ratio: number;
  /** Medians of one run, in milliseconds of processor time. */
  baseMs: number;
  subjectMs: number;
}

/**
 * Runs both by turns and gives the median of the rounds' ratios. Processor time, not the clock's: neighbours on the
 * machine disturb it less. Other threads of this process count, as those of the garbage collector and of DuckDB.
 *
 * @param rounds measured ones; one more before them warms up
 */
export async function measureCpuRatio(
  base: () => unknown,
  subject: () => unknown,
  rounds: number,
): Promise<CpuRatio> {
  const baseMs: number[] = [];
  const subjectMs: number[] = [];
  await base();
  await subject();
  for (let round = 0; round < rounds; round++) {
    baseMs.push(await cpuMsOf(base));
    subjectMs.push(await cpuMsOf(subject));
  }
  const ratios = subjectMs.map((ms, round) => ms / (baseMs[round] as number));
  return { ratio: median(ratios), baseMs: median(baseMs), subjectMs: median(subjectMs) };
}

async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

import { setTimeout as sleep } from "node:timers/promises";

/** Gives true after `ms` milliseconds, or false as soon as the signal is aborted. */
export async function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch {
    return false; // sleep rejects by abortion only
  }
}

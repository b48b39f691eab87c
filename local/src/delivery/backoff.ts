const firstDelayMs = 200;
const delayMaxMs = 5_000;

/**
 * How long to wait after so many failures in a row: doubling, up to a limit.
 *
 * @param failures from 1
 * @returns milliseconds
 */
export function nextDelayMs(failures: number): number {
  return Math.min(firstDelayMs * 2 ** (failures - 1), delayMaxMs);
}

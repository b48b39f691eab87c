/** The fastest and the slowest, in milliseconds: how much the machine disturbed. */
export function toRange(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)} ms`;
}

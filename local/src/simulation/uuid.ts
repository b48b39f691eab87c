import type { Random } from "./random.ts";

/**
 * An id of the SDK's shape: UUID version 7 (RFC 9562, section 5.7), so ids sort by time.
 *
 * @param ms milliseconds since 1970
 */
export function drawUuid(random: Random, ms: number): string {
  const time = toHex(ms, 12);
  const variant = toHex(0x8000 + Math.floor(random() * 0x4000), 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${drawHex(random, 3)}-${variant}-${drawHex(random, 12)}`;
}

/** At most 12 digits: a draw has 53 random bits. */
function drawHex(random: Random, digits: number): string {
  return toHex(Math.floor(random() * 16 ** digits), digits);
}

function toHex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

// Sequence numbers as Kinesis writes them: 56 decimal digits that grow within a shard. Ours hold the stream's birth,
// so that a checkpoint kept from a stream that was deleted is refused and not taken for a place in the new one. Pure.
//
//   "2" | createdAt, 11 | ordinal, 14 | zeros, 12 | shard, 8 | "2"      hexadecimal digits: from 2^185 to 1.5 * 2^185

export interface Place {
  /** When the stream was made, in milliseconds since 1970. */
  createdAt: number;
  /** Index of the shard, from 0. */
  shard: number;
  /** Place in the shard. The first record has 1; 0 is the shard's own beginning. */
  ordinal: number;
}

const pattern = /^2([0-9a-f]{11})([0-9a-f]{14})0{12}([0-9a-f]{8})2$/;

/** @example toSequenceNumber({ createdAt: 0, shard: 0, ordinal: 1 }) */
export function toSequenceNumber({ createdAt, shard, ordinal }: Place): string {
  return BigInt(`0x2${hex(createdAt, 11)}${hex(ordinal, 14)}${hex(0, 12)}${hex(shard, 8)}2`).toString();
}

/** The place that a sequence number says, or null where it is none of ours. */
export function readSequenceNumber(text: string): Place | null {
  if (!/^\d{56}$/.test(text)) return null;
  const parts = pattern.exec(BigInt(text).toString(16));
  if (!parts) return null;
  const [createdAt = 0, ordinal = 0, shard = 0] = parts.slice(1).map((part) => Number.parseInt(part, 16));
  return Number.isSafeInteger(ordinal) ? { createdAt, ordinal, shard } : null;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

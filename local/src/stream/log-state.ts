// What the writing and the reading side of one log share.

import type { Disk } from "./disk.ts";
import { readSegmentName, type Segment } from "./segment.ts";

export interface Damage {
  segment: string;
  /** Records that cannot be read any more. */
  lostRecords: number;
  /** Bytes that belong to no record. */
  badBytes: number;
}

export interface LogState {
  disk: Disk;
  /** See `encodeFrame`. */
  salt: number;
  /** Oldest first. The writer adds at the end, trimming takes from the front; the last one is the active one. */
  segments: Segment[];
  /** The ordinal that the next record will have. All before it are durable. The writer's to change. */
  next: number;
  /** Bytes cut off at open: a write that was never answered. */
  cutBytes: number;
  /** Records found damaged since open. */
  lostRecords: number;
  onDamage: (damage: Damage) => void;
}

/** Looks at what is on the disk, without reading any of it. */
export async function createLogState(
  disk: Disk,
  salt: number,
  onDamage: (damage: Damage) => void,
): Promise<LogState> {
  const segments: Segment[] = [];
  for (const name of (await disk.names()).sort()) {
    const first = readSegmentName(name);
    if (first === null) continue;
    const file = await disk.open(name);
    segments.push({ name, first, bytes: await file.size(), index: null });
    await file.close();
  }
  return { disk, salt, segments, next: 1, cutBytes: 0, lostRecords: 0, onDamage };
}

/** The first ordinal that may still be read. */
export function firstOrdinal({ segments, next }: LogState): number {
  return segments[0]?.first ?? next;
}

/** Counts what is lost, and tells the owner. */
export function reportLoss(state: LogState, { name }: Segment, lostRecords: number, badBytes: number): void {
  if (lostRecords === 0) return;
  state.lostRecords += lostRecords;
  state.onDamage({ segment: name, lostRecords, badBytes });
}

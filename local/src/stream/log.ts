// One shard's records on disk: an append-only log in segments.
//
// The promises:
// - An append settles only after its records are durable; readers see durable records only.
// - Ordinals grow strictly, across restarts too, and one that may have been seen is never given again.
// - At open, what follows the last whole frame is cut off: a write that a kill or a power loss tore, never answered.
// - Damage elsewhere (a flipped byte) costs the damaged records alone. They are skipped, counted in `stats` and told
//   to `onDamage`: one bad byte must neither stop the consumer for ever nor pass unseen.

import type { Disk } from "./disk.ts";
import { findArrival, type ReadFrames, type ReadLimits, readIndex, readLog } from "./log-read.ts";
import { createLogState, type Damage, firstOrdinal, type LogState } from "./log-state.ts";
import { type LogWriter, openLogWriter } from "./log-write.ts";

export interface LogOptions {
  /** See `encodeFrame`. */
  salt: number;
  /** Size at which a segment is left for a new one, in bytes. */
  segmentBytes: number;
  onDamage(damage: Damage): void;
}

export interface LogStats {
  segments: number;
  bytes: number;
  /** Bytes cut off at open: a write that was never answered. */
  cutBytes: number;
  /** Records found damaged since open. Damage in an older segment is found when it is first read. */
  lostRecords: number;
}

export interface Trimmed {
  segments: number;
  bytes: number;
}

export interface Log extends LogWriter {
  read(from: number, limits: ReadLimits): Promise<ReadFrames>;
  /** The ordinal of the first record that arrived at a time (ms since 1970) or later; `next()` where there is none. */
  findArrival(ms: number): Promise<number>;
  /** Removes the oldest segments, as long as all their records are at or before an ordinal and older than a time. */
  trim(through: number, before: number): Promise<Trimmed>;
  /** The first ordinal that may still be read. */
  first(): number;
  /** The ordinal that the next record will have. */
  next(): number;
  stats(): LogStats;
}

/** Opens the log in a folder, beginning one where there is none. */
export async function openLog(disk: Disk, { salt, segmentBytes, onDamage }: LogOptions): Promise<Log> {
  const state = await createLogState(disk, salt, onDamage);
  const writer = await openLogWriter(state, segmentBytes);
  return {
    ...writer,
    read: (from, limits) => readLog(state, from, limits),
    findArrival: (ms) => findArrival(state, ms),
    trim: (through, before) => trimLog(state, through, before),
    first: () => firstOrdinal(state),
    next: () => state.next,
    stats: () => ({
      segments: state.segments.length,
      bytes: state.segments.reduce((sum, { bytes }) => sum + bytes, 0),
      cutBytes: state.cutBytes,
      lostRecords: state.lostRecords,
    }),
  };
}

async function trimLog(state: LogState, through: number, before: number): Promise<Trimmed> {
  const trimmed = { segments: 0, bytes: 0 };
  for (;;) {
    const [oldest, following] = state.segments;
    // The active segment is never removed: its name is what keeps ordinals growing.
    if (!oldest || !following || following.first - 1 > through) break;
    const { arrivedMax } = await readIndex(state, oldest);
    if (arrivedMax >= before || state.segments[0] !== oldest) break;
    state.segments.shift();
    await state.disk.remove(oldest.name);
    trimmed.segments++;
    trimmed.bytes += oldest.bytes;
  }
  if (trimmed.segments > 0) await state.disk.syncNames();
  return trimmed;
}

// The reading side of one log: by ordinal and by time, window by window, damaged places skipped.

import type { DiskFile } from "./disk.ts";
import type { Frame } from "./frame.ts";
import { firstOrdinal, type LogState, reportLoss } from "./log-state.ts";
import { scanFrames } from "./scan.ts";
import {
  addToIndex,
  createIndex,
  type Segment,
  type SegmentIndex,
  toPosition,
  toPositionAtTime,
} from "./segment.ts";

export interface ReadLimits {
  records: number;
  /** Of data and partition keys. One record is read even where it alone is larger. */
  bytes: number;
}

export interface ReadFrames {
  frames: Frame[];
  /** The ordinal to read from next. */
  next: number;
}

/** Records from an ordinal on, as many as the limits let pass. */
export async function readLog(state: LogState, from: number, limits: ReadLimits): Promise<ReadFrames> {
  const frames: Frame[] = [];
  let bytes = 0;
  let at = from;
  for (;;) {
    at = Math.max(at, firstOrdinal(state));
    if (at >= state.next) return { frames, next: at };
    const start = at;
    const { segment, toByte, toOrdinal } = stretchOf(state, at);
    let isFull = false;
    await unlessTrimmed(state, segment, async () => {
      const index = await readIndex(state, segment);
      await visitFrames(state, segment, toPosition(index, start), toByte, (frame) => {
        if (frame.ordinal < start) return true;
        bytes += frame.data.byteLength + Buffer.byteLength(frame.partitionKey);
        isFull = frames.length === limits.records || (frames.length > 0 && bytes > limits.bytes);
        if (!isFull) frames.push(frame);
        return !isFull;
      });
    });
    if (isFull) return { frames, next: (frames.at(-1)?.ordinal ?? at) + 1 };
    at = toOrdinal;
  }
}

/** The ordinal of the first record that arrived at a time (ms since 1970) or later; the next one where there is none. */
export async function findArrival(state: LogState, ms: number): Promise<number> {
  for (const segment of [...state.segments]) {
    const toByte = segment.bytes;
    let found: number | null = null;
    await unlessTrimmed(state, segment, async () => {
      const index = await readIndex(state, segment);
      if (index.arrivedMax < ms) return;
      await visitFrames(state, segment, toPositionAtTime(index, ms), toByte, (frame) => {
        if (frame.arrivedAt >= ms) found = frame.ordinal;
        return found === null;
      });
    });
    if (found !== null) return found;
  }
  return state.next;
}

/** A segment's index. An older segment is read for it when it is first asked for; damage in it is found then. */
export function readIndex(state: LogState, segment: Segment): Promise<SegmentIndex> {
  segment.index ??= scanIndex(state, segment).catch((error) => {
    segment.index = null;
    throw error;
  });
  return segment.index;
}

async function scanIndex(state: LogState, segment: Segment): Promise<SegmentIndex> {
  const index = createIndex(segment.first);
  const span = { from: 0, to: segment.bytes };
  await withFile(state, segment, async (file) => {
    for await (const window of scanFrames(file, span, state.salt)) addToIndex(index, window);
  });
  // A segment is left only after all of it is durable: bytes behind its last frame are damaged records.
  const following = state.segments[state.segments.indexOf(segment) + 1];
  const isTailBad = following !== undefined && segment.bytes > index.end;
  const lostTail = isTailBad ? following.first - 1 - index.last : 0;
  reportLoss(state, segment, index.lostRecords + lostTail, index.badBytes);
  return index;
}

/** The segment of an ordinal and how far it is durable. Taken in one step: it may grow, or be left, while it is read. */
function stretchOf({ segments, next }: LogState, ordinal: number) {
  const i = segments.findLastIndex(({ first }) => first <= ordinal);
  const segment = segments[i];
  if (!segment) throw new Error(`expected a segment for ordinal ${ordinal}, found none`);
  return { segment, toByte: segment.bytes, toOrdinal: segments[i + 1]?.first ?? next };
}

/** Shows frames to a visitor until it says no. */
async function visitFrames(
  state: LogState,
  segment: Segment,
  from: number,
  to: number,
  visitor: (frame: Frame) => boolean,
): Promise<void> {
  await withFile(state, segment, async (file) => {
    for await (const { frames } of scanFrames(file, { from, to }, state.salt)) {
      if (!frames.every(visitor)) return;
    }
  });
}

async function withFile(state: LogState, { name }: Segment, use: (file: DiskFile) => Promise<void>) {
  const file = await state.disk.open(name);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** A segment may be trimmed while it is read; its records were then read and checkpointed before. */
async function unlessTrimmed(state: LogState, segment: Segment, read: () => Promise<void>): Promise<void> {
  await read().catch((error) => {
    if (state.segments.includes(segment)) throw error;
  });
}

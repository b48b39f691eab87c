// What is kept in memory of a segment: a sparse index, one point every so many bytes, and what was found damaged.

import type { DecodedWindow, PlacedFrame } from "./frame.ts";

/** Distance of two points, in bytes: what a read that starts in the middle may have to read in vain. */
const pointGapBytes = 64 * 1024;

/** Where a stretch of frames begins, and the newest arrival in it. */
interface Point {
  ordinal: number;
  at: number;
  arrivedMax: number;
}

/** One file of a log. */
export interface Segment {
  name: string;
  /** The first ordinal it may hold; its name says so. */
  first: number;
  /** Bytes that are durable. Only the active segment's grow, and only after a sync. */
  bytes: number;
  /** Made when first needed; the active segment's is kept up to date by the log. */
  index: Promise<SegmentIndex> | null;
}

export interface SegmentIndex {
  points: Point[];
  /** The last ordinal that was read; `first - 1` where there is none. */
  last: number;
  /** Position after the last frame. */
  end: number;
  /** Newest arrival, in milliseconds since 1970; -Infinity where there is no frame. */
  arrivedMax: number;
  /** Records that are missing between others: every ordinal of a segment was written. */
  lostRecords: number;
  /** Bytes that belong to no frame, a torn tail included. */
  badBytes: number;
}

const nameDigits = 16;

/** A segment's file is named by its first ordinal, so that names sort as the log does. */
export function toSegmentName(first: number): string {
  return `${String(first).padStart(nameDigits, "0")}.log`;
}

/** The first ordinal of a segment's file, or null where the name is none of ours. */
export function readSegmentName(name: string): number | null {
  return /^\d{16}\.log$/.test(name) ? Number.parseInt(name, 10) : null;
}

export function createIndex(first: number): SegmentIndex {
  return {
    points: [],
    last: first - 1,
    end: 0,
    arrivedMax: Number.NEGATIVE_INFINITY,
    lostRecords: 0,
    badBytes: 0,
  };
}

/** Takes in the next window of the segment. */
export function addToIndex(index: SegmentIndex, window: Pick<DecodedWindow, "frames" | "badBytes">): void {
  index.badBytes += window.badBytes;
  for (const frame of window.frames) addFrame(index, frame);
}

function addFrame(index: SegmentIndex, { ordinal, at, end, arrivedAt }: PlacedFrame): void {
  const point = index.points.at(-1);
  if (!point || at - point.at >= pointGapBytes) index.points.push({ ordinal, at, arrivedMax: arrivedAt });
  else point.arrivedMax = Math.max(point.arrivedMax, arrivedAt);
  index.lostRecords += ordinal - index.last - 1;
  index.last = ordinal;
  index.end = end;
  index.arrivedMax = Math.max(index.arrivedMax, arrivedAt);
}

/** A position at or before the frame of an ordinal. */
export function toPosition(index: SegmentIndex, ordinal: number): number {
  return index.points.findLast((point) => point.ordinal <= ordinal)?.at ?? 0;
}

/** A position at or before the first frame that arrived at a time or later. */
export function toPositionAtTime(index: SegmentIndex, ms: number): number {
  return index.points.find((point) => point.arrivedMax >= ms)?.at ?? index.end;
}

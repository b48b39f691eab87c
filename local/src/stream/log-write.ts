// The writing side of one log: recovery at open, appends in groups, a new segment when one is full.

import type { DiskFile } from "./disk.ts";
import { encodeFrame, type Frame, frameBytesMin, type PlacedFrame, toFrameBytes } from "./frame.ts";
import { createGroupCommit } from "./group-commit.ts";
import { type LogState, reportLoss } from "./log-state.ts";
import { scanFrames } from "./scan.ts";
import { addToIndex, createIndex, type Segment, type SegmentIndex, toSegmentName } from "./segment.ts";

/** A record before it has its place. */
export type NewFrame = Omit<Frame, "ordinal">;

interface Append {
  records: NewFrame[];
  /** Filled when the records have their places. */
  ordinals: number[];
}

/** The segment that is written to. */
interface Active {
  segment: Segment;
  index: SegmentIndex;
  file: DiskFile;
}

export interface LogWriter {
  /** Settles with the ordinals, in the order given, after the records are durable. */
  append(records: NewFrame[]): Promise<number[]>;
  stop(): Promise<void>;
}

/**
 * Recovers the newest segment and begins to write behind it.
 *
 * @param segmentBytes size at which a segment is left for a new one
 */
export async function openLogWriter(state: LogState, segmentBytes: number): Promise<LogWriter> {
  let active = await recover(state);
  /** Why nothing can be appended any more: a failed write that could not be undone, or the end. */
  let broken: Error | null = null;

  const appends = createGroupCommit<Append>(async (group) => {
    if (broken) throw broken;
    if (active.segment.bytes >= segmentBytes) {
      const full = active;
      active = await beginSegment(state, state.next);
      await full.file.close();
    }
    const { segment, file, index } = active;
    const { bytes, frames } = placeGroup(group, state.next, segment.bytes, state.salt);
    try {
      await file.write(bytes, segment.bytes);
      await file.sync();
    } catch (cause) {
      broken = await undoWrite(active, cause);
      throw new Error(`could not write to ${segment.name}`, { cause });
    }
    // In one step, so that readers never see one without the other.
    segment.bytes += bytes.length;
    state.next += frames.length;
    addToIndex(index, { frames, badBytes: 0 });
  });

  return {
    async append(records) {
      const bytes = records.reduce((sum, record) => sum + toFrameBytes(record), 0);
      const ordinals: number[] = [];
      await appends.add({ records, ordinals }, bytes);
      return ordinals;
    },
    async stop() {
      await appends.idle();
      broken ??= new Error("the log was stopped");
      await active.file.close();
    },
  };
}

/** Cuts off what a kill or a power loss tore, and makes the rest durable before anyone reads it. */
async function recover(state: LogState): Promise<Active> {
  const segment = state.segments.at(-1);
  if (!segment) return beginSegment(state, state.next);

  const file = await state.disk.make(segment.name);
  const index = createIndex(segment.first);
  const span = { from: 0, to: segment.bytes };
  for await (const window of scanFrames(file, span, state.salt)) addToIndex(index, window);
  segment.index = Promise.resolve(index);
  reportLoss(state, segment, index.lostRecords, index.badBytes);
  state.next = index.last + 1;
  state.cutBytes = segment.bytes - index.end;
  if (state.cutBytes > 0) await file.truncate(index.end);
  segment.bytes = index.end;
  // What a killed process wrote, its newest file's name too, may be in the system's memory alone.
  await file.sync();
  await state.disk.syncNames();
  if (state.cutBytes === 0) return { segment, index, file };

  await file.close();
  // Should the cut bytes be damaged rather than torn, their ordinals have been seen: they are never given again.
  return beginSegment(state, state.next + Math.ceil(state.cutBytes / frameBytesMin));
}

async function beginSegment(state: LogState, first: number): Promise<Active> {
  const name = toSegmentName(first);
  const file = await state.disk.make(name);
  await state.disk.syncNames();
  const index = createIndex(first);
  const segment: Segment = { name, first, bytes: 0, index: Promise.resolve(index) };
  state.segments.push(segment);
  state.next = first;
  return { segment, index, file };
}

/** Takes a failed write off the disk. Where even that fails, going on would write ordinals that are there already. */
async function undoWrite({ file, segment }: Active, cause: unknown): Promise<Error | null> {
  try {
    await file.truncate(segment.bytes);
    await file.sync();
    return null;
  } catch {
    return new Error(`expected to undo a failed write to ${segment.name}; open the stream again`, { cause });
  }
}

function placeGroup(group: Append[], next: number, from: number, salt: number) {
  const frames: PlacedFrame[] = [];
  const parts: Buffer[] = [];
  let at = from;
  for (const { records, ordinals } of group) {
    for (const record of records) {
      const ordinal = next + frames.length;
      const part = encodeFrame({ ...record, ordinal }, salt);
      frames.push({ ...record, ordinal, at, end: at + part.length });
      parts.push(part);
      ordinals.push(ordinal);
      at += part.length;
    }
  }
  return { bytes: Buffer.concat(parts), frames };
}

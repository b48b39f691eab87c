// Reads a segment's frames window by window, so that memory does not grow with the segment.

import type { DiskFile } from "./disk.ts";
import { type DecodedWindow, decodeFrames, frameBytesMax } from "./frame.ts";

const windowBytes = 256 * 1024;

export interface ScanSpan {
  /** Position of a frame's first byte. */
  from: number;
  /** Position after the last byte to read. */
  to: number;
}

/**
 * Gives what lies in a span of a segment, one window after the other.
 *
 * @example for await (const { frames } of scanFrames(file, { from: 0, to: size }, salt)) count += frames.length;
 */
export async function* scanFrames(
  file: Pick<DiskFile, "read">,
  { from, to }: ScanSpan,
  salt: number,
): AsyncGenerator<DecodedWindow> {
  let at = from;
  let bytesMax = windowBytes;
  while (at < to) {
    const window = Buffer.allocUnsafe(Math.min(bytesMax, to - at));
    const bytesRead = await file.read(window, at);
    const isLast = at + window.length >= to || bytesRead < window.length;
    const decoded = decodeFrames(window.subarray(0, bytesRead), at, isLast, salt);
    // A frame larger than the window: the next read takes the largest frame there can be.
    bytesMax = decoded.usedBytes === 0 ? windowBytes + frameBytesMax : windowBytes;
    at += decoded.usedBytes;
    if (decoded.usedBytes > 0) yield decoded;
    if (isLast) return;
  }
}

// One record as bytes in a log, and back. Pure.
//
//   bodyBytes u32 | crc u32 | ordinal u48 | arrivedAt u48 | keyBytes u16 | partition key | data
//                             `------------------ body, covered by the crc -------------------'

import { crc32 } from "node:zlib";

/** One record of one shard. */
export interface Frame {
  /** Place in its shard, from 1, strictly growing. */
  ordinal: number;
  /** Approximate arrival, in milliseconds since 1970. */
  arrivedAt: number;
  partitionKey: string;
  data: Uint8Array;
}

export interface PlacedFrame extends Frame {
  /** Position of its first byte in the segment. */
  at: number;
  /** Position after its last byte. */
  end: number;
}

const headBytes = 8;
const bodyHeadBytes = 14;

/** The smallest number of bytes a frame takes. */
export const frameBytesMin = headBytes + bodyHeadBytes;

/** Largest body that is believed. Twice a record's limit: a wilder length is damage, and is not waited for. */
const bodyBytesMax = 2 * 1024 * 1024;

/** The largest number of bytes a frame takes. */
export const frameBytesMax = headBytes + bodyBytesMax;

/** The number of bytes a record takes in a log; throws a RangeError where that is more than a reader would believe. */
export function toFrameBytes({ partitionKey, data }: Pick<Frame, "partitionKey" | "data">): number {
  const bytes = frameBytesMin + Buffer.byteLength(partitionKey) + data.byteLength;
  if (bytes > frameBytesMax) throw new RangeError(`expected at most ${frameBytesMax} bytes, got ${bytes}`);
  return bytes;
}

/**
 * Encodes one frame.
 *
 * @param salt the stream's own secret number, from which every crc starts: bytes inside a record's data can then not
 *   pass for a frame when a reader looks for the next one behind a damaged place
 */
export function encodeFrame(frame: Frame, salt: number): Buffer {
  const keyBytes = Buffer.byteLength(frame.partitionKey);
  const bodyBytes = toFrameBytes(frame) - headBytes;
  const bytes = Buffer.allocUnsafe(headBytes + bodyBytes);
  bytes.writeUInt32BE(bodyBytes, 0);
  bytes.writeUIntBE(frame.ordinal, 8, 6);
  bytes.writeUIntBE(frame.arrivedAt, 14, 6);
  bytes.writeUInt16BE(keyBytes, 20);
  bytes.write(frame.partitionKey, frameBytesMin);
  bytes.set(frame.data, frameBytesMin + keyBytes);
  bytes.writeUInt32BE(crc32(bytes.subarray(headBytes), salt), 4);
  return bytes;
}

/** What a window of a segment holds. */
export interface DecodedWindow {
  frames: PlacedFrame[];
  /** How many of the window's bytes are done with; the rest begins a frame that ends behind the window. */
  usedBytes: number;
  /** Bytes that belong to no frame: a torn tail, or damage. */
  badBytes: number;
}

/**
 * Decodes the frames that lie whole in a window. Where bytes make no frame, it looks for the next place that does,
 * byte by byte, so that damage costs the damaged frames alone.
 *
 * @param window bytes of a segment; the frames' data are views of it
 * @param from position of the window's first byte in the segment
 * @param isLast no bytes follow the window: what begins a frame and does not end is bad
 * @example decodeFrames(encodeFrame(frame, salt), 0, true, salt).frames[0].ordinal
 */
export function decodeFrames(window: Buffer, from: number, isLast: boolean, salt: number): DecodedWindow {
  const frames: PlacedFrame[] = [];
  let used = 0;
  let badBytes = 0;
  while (used < window.length) {
    const bytesLeft = window.length - used;
    const bodyBytes = bytesLeft < headBytes ? bodyHeadBytes : window.readUInt32BE(used);
    const mayBeFrame = bodyBytes >= bodyHeadBytes && bodyBytes <= bodyBytesMax;
    const isWhole = bytesLeft >= headBytes + bodyBytes;
    if (mayBeFrame && !isWhole && !isLast) break;
    const frame = mayBeFrame && isWhole ? decodeFrame(window, used, bodyBytes, from, salt) : null;
    if (frame === null) {
      used++;
      badBytes++;
      continue;
    }
    frames.push(frame);
    used = frame.end - from;
  }
  return { frames, usedBytes: used, badBytes };
}

function decodeFrame(window: Buffer, at: number, bodyBytes: number, from: number, salt: number) {
  const body = window.subarray(at + headBytes, at + headBytes + bodyBytes);
  if (crc32(body, salt) !== window.readUInt32BE(at + 4)) return null;
  const keyEnd = bodyHeadBytes + body.readUInt16BE(12);
  return {
    at: from + at,
    end: from + at + headBytes + bodyBytes,
    ordinal: body.readUIntBE(0, 6),
    arrivedAt: body.readUIntBE(6, 6),
    partitionKey: body.toString("utf8", bodyHeadBytes, keyEnd),
    data: body.subarray(keyEnd),
  };
}

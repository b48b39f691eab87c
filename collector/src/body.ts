import { gunzipSync } from "node:zlib";
import { requestBytesMax } from "@riacho/contract/limits";

export type Body =
  | { ok: true; value: unknown }
  | { ok: false; error: "body_invalid" | "body_too_large"; message: string };

/**
 * Reads a request's bytes as JSON, inflating them where they begin as gzip does: a beacon cannot name its encoding.
 * Inflating stops at the limit, whatever the bytes promise.
 */
export function readBody(bytes: Uint8Array): Body {
  // Compressed ones too: their end may be missing, and what is longer than JSON may be is not worth inflating.
  if (bytes.length > requestBytesMax) return tooLarge;
  const inflated = isGzip(bytes) ? inflate(bytes) : bytes;
  if (typeof inflated === "string") return { ok: false, error: "body_invalid", message: inflated };
  if (inflated === null) return tooLarge;
  const text = Buffer.from(inflated.buffer, inflated.byteOffset, inflated.length).toString();
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (cause) {
    return { ok: false, error: "body_invalid", message: `expected JSON: ${(cause as Error).message}` };
  }
}

const tooLarge: Body = {
  ok: false,
  error: "body_too_large",
  message: `expected at most ${requestBytesMax} bytes`,
};

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The bytes; null where they are over the limit; a sentence where they are no gzip. */
function inflate(bytes: Uint8Array): Uint8Array | string | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: requestBytesMax });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return code === "ERR_BUFFER_TOO_LARGE" ? null : `expected gzip that can be inflated: ${message}`;
  }
}

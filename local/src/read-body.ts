// Reads a request's body, up to a size.

import type { IncomingMessage } from "node:http";

/** `gone`: the connection ended before the body did. */
export type Body = { status: "read"; bytes: Buffer } | { status: "too_large" } | { status: "gone" };

export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Body> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request) {
      bytes += part.length;
      // What is too much is read and forgotten: a client that is still sending would not see the answer.
      if (bytes > bytesMax) parts.length = 0;
      else parts.push(part);
    }
  } catch {
    return { status: "gone" };
  }
  return bytes > bytesMax ? { status: "too_large" } : { status: "read", bytes: Buffer.concat(parts) };
}

// Whether a request came through our own CloudFront. Only then are the headers it adds worth anything: whoever calls the
// API's own address writes them as they please.

import { createHash, timingSafeEqual } from "node:crypto";
import { rememberRecent } from "./recent.ts";

/** The header by which CloudFront shows that it is ours: a secret that it adds to what it sends to its origin. */
export const edgeHeader = "x-riacho-edge";

/**
 * Whether the header's value is one of the secrets. Takes as long for a value that is nearly right as for any other.
 *
 * @param value of `edgeHeader`; undefined where the request has none
 * @param secrets none: no request is from the edge; two while one replaces the other
 * @example isFromEdge(headers[edgeHeader], ["the old one", "the new one"])
 */
export function isFromEdge(value: string | undefined, secrets: readonly string[]): boolean {
  if (value === undefined || secrets.length === 0) return false;
  const came = recentDigest(value);
  // Every secret is compared: leaving at the first match would say which one it was.
  return secrets.filter((secret) => timingSafeEqual(came, recentDigest(secret))).length > 0;
}

/** Our own secrets are the same all day, and so is what comes from the edge. */
const recentDigest = rememberRecent(digest, 4);

/** Digests have one length, as timingSafeEqual asks, and hide that of the secret. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

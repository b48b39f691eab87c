// A refused event as a row: why it was refused, what it was, who sent it from where. Whole enough to be judged anew.

import { createHash } from "node:crypto";
import { toTimestamp } from "@riacho/contract/columns";
import { rawBytesMax } from "@riacho/contract/limits";
import { type FactValues, type ReadFacts, type RejectedEvent, readFacts } from "@riacho/contract/parse";
import { cutToBytes, toSafeJson } from "@riacho/contract/text";
import { enrichFacts } from "./enrich/enrich.ts";
import { hideSecrets } from "./enrich/hide-secrets.ts";
import type { Stamp } from "./rows.ts";

/** The `raw` of an event that can be read and not be printed. */
export const unprintedRaw = '"nested too deep to be printed"';

/**
 * A refused event's row, without the columns that all rows of its request have. It has the facts that it would have, were
 * it accepted.
 *
 * @param shared what the request's events share
 * @param sharedFlags what was changed to make those fit
 */
export function toRejectedRow(
  event: RejectedEvent,
  stamp: Stamp,
  shared: FactValues,
  sharedFlags: readonly string[],
): object {
  const raw = printRaw(isObject(event.raw) ? hideSecrets(event.raw).open : event.raw);
  const own: ReadFacts = isObject(event.raw) ? readFacts(event.raw) : { values: {}, flags: [], bytes: 0 };
  const { facts, columns, flags } = enrichFacts({ ...shared, ...own.values }, stamp.isOwnOrigin);
  const allFlags = [...sharedFlags, ...own.flags, ...stamp.enrichment.flags, ...flags];
  return {
    event_id: event.id ?? toId(raw),
    ...(event.name !== null && { name: event.name }),
    status: event.status,
    reason: event.reason,
    message: event.message,
    event_at: toTimestamp(stamp.receivedAt),
    ...facts,
    ...columns,
    ...(allFlags.length > 0 && { flags: allFlags.join(",") }),
    raw: cutToBytes(raw, rawBytesMax),
    raw_bytes: Buffer.byteLength(raw),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function printRaw(raw: unknown): string {
  try {
    return toSafeJson(raw);
  } catch {
    // JSON.parse is iterative and JSON.stringify recursive: JSON nested thousands deep can be read but not written.
    return unprintedRaw;
  }
}

/** An id for an event that has none: the same bytes sent again are the same event. */
function toId(raw: string): string {
  return `raw-${createHash("sha256").update(raw).digest("hex").slice(0, 40)}`;
}

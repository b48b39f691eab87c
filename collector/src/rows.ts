// One event, one row: serialised from parsed values, never spliced from received text.

import { createHash } from "node:crypto";
import { type Row, toTimestamp } from "@riacho/contract/columns";
import { rawBytesMax } from "@riacho/contract/limits";
import type { AcceptedEvent, FactValues, ParsedEvent, RejectedEvent } from "@riacho/contract/parse";
import { cutToBytes, toSafeJson } from "@riacho/contract/text";
import { readEventTime } from "./event-time.ts";
import { collectorVersion } from "./version.ts";

/** What the collector knows of a whole request, the same for each of its rows. */
export interface Stamp {
  appId: string;
  /** Our clock when the request came, in milliseconds since 1970. */
  receivedAt: number;
  /** The client's clock when the request left, in milliseconds since 1970; null where unknown. */
  sent: number | null;
  userAgent: string | null;
}

/**
 * Makes the function that writes an event's row, as JSON text on one line. What the request's rows share is
 * serialised once and not for every row: that is most of a row.
 *
 * @param facts what the request's events share
 */
export function createRowWriter(stamp: Stamp, facts: FactValues): (event: ParsedEvent) => string {
  const columns = stampColumns(stamp);
  const shared: Row = { ...columns, ...facts };
  const sharedText = JSON.stringify(shared);
  return (event) => {
    if (event.status === "rejected") return JSON.stringify({ ...toRejectedRow(event, stamp), ...columns });
    const own = toAcceptedRow(event, stamp);
    const isApart = Object.keys(event.facts).every((name) => !Object.hasOwn(facts, name));
    // A key must not come twice: readers differ in which of the two they take.
    return isApart ? joinObjects(JSON.stringify(own), sharedText) : JSON.stringify({ ...shared, ...own });
  };
}

/** One object's JSON text of two that have no key in common. Neither may be empty. */
function joinObjects(first: string, second: string): string {
  return `${first.slice(0, -1)},${second.slice(1)}`;
}

function toAcceptedRow(event: AcceptedEvent, stamp: Stamp): Row {
  const { at, flag } = readEventTime(event.time, stamp.sent, stamp.receivedAt);
  const flags = flag ? [...event.flags, flag] : event.flags;
  const row: Row = {
    event_id: event.id,
    app_id: stamp.appId,
    name: event.name,
    status: event.status,
    event_at: toTimestamp(at),
    ...event.facts,
  };
  if (event.time !== null) row.client_at = toTimestamp(event.time);
  if (event.props !== null) row.props = event.props;
  if (flags.length > 0) row.flags = flags.join(",");
  return row;
}

function toRejectedRow(event: RejectedEvent, stamp: Stamp): Row {
  const raw = printRaw(event.raw);
  const row: Row = {
    event_id: event.id ?? toId(raw),
    app_id: stamp.appId,
    status: event.status,
    reason: event.reason,
    message: event.message,
    event_at: toTimestamp(stamp.receivedAt),
    raw: cutToBytes(raw, rawBytesMax),
    raw_bytes: Buffer.byteLength(raw),
  };
  if (event.name !== null) row.name = event.name;
  return row;
}

function stampColumns({ receivedAt, sent, userAgent }: Stamp): Row {
  const row: Row = { received_at: toTimestamp(receivedAt), collector_version: collectorVersion };
  if (sent !== null) row.sent_at = toTimestamp(sent);
  if (userAgent !== null) row.user_agent = userAgent;
  return row;
}

function printRaw(raw: unknown): string {
  try {
    return toSafeJson(raw);
  } catch {
    // JSON.parse is iterative and JSON.stringify recursive: JSON nested thousands deep can be read but not written.
    return '"nested too deep to be printed"';
  }
}

/** An id for an event that has none: the same bytes sent again are the same event. */
function toId(raw: string): string {
  return `raw-${createHash("sha256").update(raw).digest("hex").slice(0, 40)}`;
}

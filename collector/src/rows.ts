// One event, one row: serialised from parsed values, never spliced from received text.

import { type Row, toTimestamp } from "@riacho/contract/columns";
import type { FactValues, RejectedEvent } from "@riacho/contract/parse";
import { type Enrichment, enrichFacts, isEnriched } from "./enrich/enrich.ts";
import { readEventTime } from "./event-time.ts";
import type { JudgedEvent } from "./judge-by-plan.ts";
import { type Line, toLine } from "./records.ts";
import { toRejectedRow } from "./rejected-row.ts";
import { collectorVersion } from "./version.ts";

/** What the collector knows of a whole request, the same for each of its rows. */
export interface Stamp {
  appId: string;
  /** Our clock when the request came, in milliseconds since 1970. */
  receivedAt: number;
  /** The client's clock when the request left, in milliseconds since 1970; null where unknown. */
  sent: number | null;
  userAgent: string | null;
  /** What was found out about the request. */
  enrichment: Enrichment;
  /** Whether an origin is one of the app's: its pages do not refer visitors, they pass them on. */
  isOwnOrigin: (origin: string) => boolean;
}

/**
 * Makes the function that writes an event's row, as JSON on one line. What the request's rows share is serialised, and
 * encoded to UTF-8, once and not for every row: that is most of a row.
 *
 * @param facts what the request's events share
 * @param factFlags what was changed to make those fit: accepted events have it among their own flags
 */
export function createRowWriter(
  stamp: Stamp,
  facts: FactValues,
  factFlags: readonly string[] = [],
): (event: JudgedEvent) => Line {
  const columns = stampColumns(stamp);
  const shared = enrichFacts(facts, stamp.isOwnOrigin);
  const sharedText = [columns, shared.facts, shared.columns]
    .map((each) => JSON.stringify(each))
    .reduce(joinObjects);
  const sharedRest = Buffer.from(`,${sharedText.slice(1)}\n`);
  const sharedFlags = [...stamp.enrichment.flags, ...shared.flags];

  return (event) => {
    if (event.status === "rejected") {
      return toLine({ ...toRejectedRow(event, stamp, facts, factFlags), ...columns });
    }
    const isMixed = Object.keys(event.facts).some((name) => Object.hasOwn(facts, name) || isEnriched(name));
    // A key must not come twice: readers differ in which of the two they take.
    if (!isMixed) return toLine(toAcceptedRow(event, stamp, sharedFlags), sharedRest);
    const own = enrichFacts({ ...facts, ...event.facts }, stamp.isOwnOrigin);
    const row = toAcceptedRow(event, stamp, [...stamp.enrichment.flags, ...own.flags]);
    return toLine({ ...row, ...columns, ...own.facts, ...own.columns });
  };
}

/** One object's JSON text of two that have no key in common. */
function joinObjects(first: string, second: string): string {
  if (first === "{}") return second;
  return second === "{}" ? first : `${first.slice(0, -1)},${second.slice(1)}`;
}

/** @param moreFlags beside the event's own: those of its enrichment */
function toAcceptedRow(
  event: Exclude<JudgedEvent, RejectedEvent>,
  stamp: Stamp,
  moreFlags: readonly string[],
): Row {
  const { at, flag } = readEventTime(event.time, stamp.sent, stamp.receivedAt);
  const eventAt = toTimestamp(at);
  const flags =
    flag || moreFlags.length > 0 ? [...event.flags, ...(flag ? [flag] : []), ...moreFlags] : event.flags;
  const row: Row = {
    event_id: event.id,
    name: event.name,
    status: event.status,
    event_at: eventAt,
    ...event.facts,
  };
  if (event.time !== null) row.client_at = event.time === at ? eventAt : toTimestamp(event.time);
  if (event.props !== null) row.props = event.props;
  if (event.planViolations) row.plan_violations = event.planViolations;
  if (flags.length > 0) row.flags = flags.join(",");
  return row;
}

function stampColumns({ appId, receivedAt, sent, userAgent, enrichment }: Stamp): Row {
  const row: Row = {
    app_id: appId,
    received_at: toTimestamp(receivedAt),
    collector_version: collectorVersion,
    ...enrichment.columns,
  };
  if (sent !== null) row.sent_at = toTimestamp(sent);
  if (userAgent !== null) row.user_agent = userAgent;
  return row;
}

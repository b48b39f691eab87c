// Which events to replay, and their rows, as SQL. First which, then page by page what: the rows of many would not fit
// into memory, and those of a replay come into the warehouse while it goes on.

import type { RejectReason } from "@riacho/contract/answer";
import { columns } from "@riacho/contract/columns";
import { quoteText } from "../warehouse/quote.ts";

/** Which rejected events are meant. Null: any. */
export interface Selection {
  /** Received from then on, as rows write it. */
  since: string;
  /** Received before then. */
  until: string | null;
  app: string | null;
  reason: RejectReason | null;
}

/** What names an event. */
export type EventKey = readonly [appId: string, eventId: string];

/** Answers app, id and whether it has been accepted since, of each event once, those that came first before others. */
export function toKeysSql(selection: Selection): string {
  return `
    with rejected as (
      select app_id, event_id, min(received_at) as received_at
      from rows where ${toCondition(selection)} group by app_id, event_id
    ),
    accepted as (
      select distinct app_id, event_id
      from rows where status = 'accepted' and event_id in (select event_id from rejected)
    )
    select rejected.app_id, rejected.event_id, accepted.event_id is not null
    from rejected left join accepted
      on accepted.app_id = rejected.app_id and accepted.event_id = rejected.event_id
    order by rejected.received_at, rejected.app_id, rejected.event_id`;
}

/** Answers the columns of the contract, of each of these events its first rejected row. */
export function toRejectedRowsSql(selection: Selection, keys: readonly EventKey[]): string {
  const wanted = keys.map(([appId, id]) => `(${quoteText(appId)}, ${quoteText(id)})`).join(", ");
  return `
    select ${columns.map(({ name }) => name).join(", ")} from (
      select *, row_number() over (partition by app_id, event_id order by received_at) as copy
      from rows where ${toCondition(selection)} and (app_id, event_id) in (${wanted})
    ) as copies where copy = 1`;
}

function toCondition({ since, until, app, reason }: Selection): string {
  const conditions = [`status = 'rejected'`, `received_at >= timestamp ${quoteText(since)}`];
  if (until !== null) conditions.push(`received_at < timestamp ${quoteText(until)}`);
  if (app !== null) conditions.push(`app_id = ${quoteText(app)}`);
  if (reason !== null) conditions.push(`reason = ${quoteText(reason)}`);
  return conditions.join(" and ");
}

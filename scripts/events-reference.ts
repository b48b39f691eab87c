// The reference of events and rows, written from the contract so that it cannot say anything else.

import { type Column, columns } from "@riacho/contract/columns";

/** The page `docs/reference/events.md`. */
export function toEventsReference(): string {
  return `<!-- Written by npm run docs from contract/. Do not edit. -->
# Events and rows

## Event

An event has \`id\` (made once, so that copies are one event), \`name\`, \`time\` (the client's clock in milliseconds since
1970; optional), \`props\` (any JSON object) and facts: the columns below that come from the client. Anything else is ignored
and named in the column \`flags\`. How events are sent, what is answered, and how large they may be:
[the collector's HTTP](http.md).

## Rows

One row per event, in Parquet under \`rows/dt=YYYY-MM-DD/hh=HH/\` by the time of arrival (UTC; a file may hold rows of the
next hour). In SQL: \`rows\` is the raw table, with copies and rejected events; \`events\` has each accepted event once.
Columns from the client may be sent in \`facts\` or in an event under the same name.

| column | type | from | meaning |
|---|---|---|---|
${columns.map(toColumnRow).join("\n")}
`;
}

function toColumnRow({ name, type, from, meaning }: Column): string {
  return `| \`${name}\` | ${type} | ${from === "event" ? "client" : "collector"} | ${meaning} |`;
}

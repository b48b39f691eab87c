// The reference of events and rows, written from the contract so that it cannot say anything else.

import { readFileSync } from "node:fs";
import { rejectReasons } from "@riacho/contract/answer";
import { type Column, columns } from "@riacho/contract/columns";
import { eventsPath } from "@riacho/contract/event";
import * as limits from "@riacho/contract/limits";

const limitMeanings: Record<keyof typeof limits, string> = {
  nameLengthMax: "characters of an event's name, or of its id",
  eventBytesMax: "bytes of one event (UTF-8 of its values, props as JSON text)",
  factBytesMax: "bytes of one fact; a longer one is cut and flagged, and the event is accepted",
  depthMax: "levels of nesting in props",
  eventsMax: "events in one request",
  requestBytesMax: "bytes of a request's body, after inflating",
  rowsBytesMax: "bytes of all rows of one request (shared facts repeat in every row)",
  recordBytesMax: "bytes of one record in the stream; a request's rows are split only above it",
  rawBytesMax: "bytes kept of a rejected event's JSON",
  eventAgeMaxMs: "milliseconds: an older event's time is not believed, and the SDK keeps none longer",
  clockSkewMaxMs: "milliseconds: a client clock further off is corrected",
};

const reasonMeanings: Record<(typeof rejectReasons)[number], string> = {
  event_invalid: "The event is no JSON object.",
  id_invalid: "`id` is not a text of 1 to 64 characters.",
  name_invalid: "`name` is not a text of 1 to 64 characters.",
  props_invalid: "`props` is no JSON object.",
  too_deep: "`props` is nested deeper than 16 levels.",
  too_large: "The event is over 32 KB.",
  plan_violation: "The tracking plan rejects such an event; the message says what it expects.",
};

/** The page `docs/reference/events.md`. */
export function toEventsReference(): string {
  return `<!-- Written by npm run docs from contract/. Do not edit. -->
# Events, answers and rows

## Request

\`POST ${eventsPath}?app=<id>&sent=<ms>\` with a JSON body, as \`text/plain\` (no preflight) or \`application/json\`;
gzip is recognised by its first bytes. \`sent\` is the client's clock, in milliseconds since 1970, when this very request
leaves; left out, no clock is corrected.

\`\`\`json
${JSON.stringify(readExample(), null, 2)}
\`\`\`

An event has \`id\` (made once, so that copies are one event), \`name\`, \`time\` (the client's clock in milliseconds;
optional), \`props\` (any JSON object) and facts: the columns below that come from the client. \`facts\` beside the events
holds what all of them share; an event's own fact wins. Anything else is ignored and named in the column \`flags\`.

## Answer

| status | body | meaning |
|---|---|---|
| 200 | \`{"accepted": 1, "rejected": [{"index": 1, "reason": "...", "message": "..."}]}\` | The stream holds every row. Rejected events are stored too, with their reason; do not send them again. |
| 400 | \`{"error": "body_invalid", "message": "..."}\` | Not a request; nothing is stored. |
| 403 | \`unknown_app\`, \`origin_not_allowed\` | Nothing is stored. Without CORS headers: the page cannot read it. |
| 404, 405 | \`not_found\`, \`method_not_allowed\` | Nothing is stored. |
| 410 | \`app_off\` | The app is switched off: stop sending. |
| 413 | \`body_too_large\` | Send fewer events; nothing is stored. |
| 503 | \`stream_unavailable\`, with \`Retry-After\` | Some may be stored: send all of them again, with the same ids. |

### Reasons for which one event is rejected

| reason | meaning |
|---|---|
${rejectReasons.map((reason) => `| \`${reason}\` | ${reasonMeanings[reason]} |`).join("\n")}

## Limits

| limit | at most | of what |
|---|---|---|
${toLimitRows()}

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

function toLimitRows(): string {
  const values = new Map(Object.entries(limits));
  return Object.entries(limitMeanings)
    .map(([name, meaning]) => `| \`${name}\` | ${values.get(name)?.toLocaleString("en-US")} | ${meaning} |`)
    .join("\n");
}

/** A fixture of the contract: what is shown here is parsed by its tests. */
function readExample(): unknown {
  const file = new URL("../contract/fixtures/valid/shop-visit.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).body;
}

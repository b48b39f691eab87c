// The reference of the collector's HTTP. Its answers are the collector's own, and its words the contract's.

import { maxHeaderSize } from "node:http";
import { type RequestError, rejectReasons, requestErrors } from "@riacho/contract/answer";
import { eventsPath } from "@riacho/contract/event";
import * as limits from "@riacho/contract/limits";
import { clientActs, limitMeanings, rejectMeanings, requestErrorMeanings } from "@riacho/contract/meanings";
import { pauseMsMax, probeMsMax } from "../collector/src/breaker.ts";
import { type HttpAnswer, healthPath, userAgentBytesMax } from "../collector/src/collect.ts";
import { edgeHeader } from "../collector/src/enrich/edge.ts";
import { pixelPath } from "../collector/src/pixel.ts";
import { budgetMs } from "../collector/src/retry-delay.ts";
import { requestMsMaxDefault } from "../collector/src/serve.ts";
import { retryAfterSeconds } from "../collector/src/start-collector.ts";
import { payloadBytesMax } from "../local/src/server/door.ts";
import { requestMsMaxDefault as localRequestMsMax } from "../local/src/server/serve.ts";
import { answers, refusals, sampleBody } from "./http-samples.ts";

/** Each header that the collector reads, lower-case, and for what. */
export const readHeaders: Record<string, string> = {
  origin:
    "whether a page of this origin may send for the app, and CORS. Without it the request comes from no page, and is taken",
  "user-agent": `browser, system and device of the rows; the first ${userAgentBytesMax} bytes`,
  referer: "of a pixel alone: the page that shows it",
  [edgeHeader]:
    "that the request came through our own CloudFront: only with its secret the next four are believed",
  "cloudfront-viewer-address": "the visitor's address, of which the network is stored",
  "cloudfront-viewer-country": "the visitor's country",
  "cloudfront-viewer-country-region": "the visitor's region",
  "cloudfront-viewer-city": "the visitor's city",
};

const values: Record<keyof typeof limits, number> = { ...limits };

/** The page `docs/reference/http.md`. */
export function toHttpReference(): string {
  return `<!-- Written by npm run docs from contract/ and collector/. Do not edit. -->
# The collector's HTTP

There is one collector behind three doors: API Gateway with Lambda, the [container](../how-to/container.md), and the local
server of \`npm start\`. One suite asks the same of all three, with a stand-in for API Gateway
(\`local/test/conformance.test.ts\`). Where they differ, it is said.

| request | is answered with |
|---|---|
| \`POST ${eventsPath}?app=<id>&sent=<ms>\` | what became of the events in its body |
| \`OPTIONS ${eventsPath}?app=<id>\` | the permissions that a browser asks for, before senders other than our SDK |
| \`GET ${pixelPath}?app=<id>\` | an image; the query is an event: [pixel](../how-to/pixel.md) |
| \`GET ${healthPath}\` | whether the collector is there; nothing is said of the stream |

## Request

| parameter | meaning |
|---|---|
| \`app\` | the app's id; only health does without |
| \`sent\` | the client's clock, in milliseconds since 1970, when this very request leaves; left out, no clock is corrected |

Others are ignored, but for those of a pixel.

### Headers

| header | says |
|---|---|
${toRows(readHeaders, (says, name) => [code(name), says])}
| \`cookie\` | the visitor's cookie \`riacho-<app>\`, which is renewed where the app has a domain for it |

No other is read: not \`x-forwarded-for\`, which anybody may write. Without CloudFront the visitor's address is that at the
other end of the connection; the container, which meets only its load balancer there, knows none. The local server takes
requests to localhost alone.

### Body

\`\`\`json
${JSON.stringify(sampleBody, null, 2)}
\`\`\`

\`events\` holds 1 to ${limits.eventsMax} [events](events.md#event), and \`facts\` what all of them share; an event's own fact
wins.

Any content type will do; \`text/plain\` needs no preflight. Gzip is recognised by its first bytes. API Gateway hands on as
text what is sent as \`text/*\` or \`application/json\`, which spoils gzip: send that as \`application/octet-stream\`, or with
\`content-encoding: gzip\`.

## Answers

**200**: the stream holds every row. Rejected events are stored too, with their reason: no event of the request may be sent
again.

\`\`\`http
${toText(answers.rejected())}
\`\`\`

The first three headers are those of every answer of the collector with a body. The others are there where the request has
an allowed \`origin\`, so that the page may read the answer, whatever it is; \`access-control-allow-credentials\` where the app has
a domain for its cookie. A cookie is renewed by

\`\`\`http
${toText(answers.renewed(), ["set-cookie"])}
\`\`\`

A pixel's 200 is the image, whether its event was accepted or not. A preflight's answer:

\`\`\`http
${toText(answers.preflight())}
\`\`\`

Health:

\`\`\`http
${toText(answers.health())}
\`\`\`

The container's is 503 and \`{"status":"stopping"}\` while it drains.

### Reasons for which one event is rejected

| reason | meaning |
|---|---|
${rejectReasons.map((reason) => row(code(reason), rejectMeanings[reason])).join("\n")}

### Refusals of a request

The body is \`{"error": "...", "message": "..."}\`: the error for programs, and for people what was expected. Nothing of the
request is stored; after \`stream_unavailable\` a part may be, and ids make it harmless that all is sent again. A page cannot
read ${unreadable().map(code).join(", ")}: they have no CORS headers.

| status | error | meaning | says, such as | the events |
|---|---|---|---|---|
${toRows(requestErrors, toRefusalRow)}

What becomes of the events, as the SDK does it:

${Object.entries(clientActs)
  .map(([act, words]) => `- **${act}**: ${words}`)
  .join("\n")}

\`Retry-After\` comes with \`stream_unavailable\` alone: ${retryAfterSeconds} to ${Math.max(pauseMsMax, probeMsMax) / 1000} seconds.

### Answers of those before the collector

Nothing is stored, but after a 5xx, where nobody knows; **keep** the events.

| status | body | who | why |
|---|---|---|---|
| 400 | none | container, local | what came is no HTTP, or of two lengths |
| 403 | \`{"message": "..."}\` | local | the request is not to localhost |
| 408 | none | container, local | the request did not come in whole in its time |
| 413 | \`{"message": "..."}\` | API Gateway, local | the body is longer than a gateway takes |
| 429 | \`{"message": "..."}\` | API Gateway | more requests than the [settings](../how-to/deploy.md) let through |
| 431 | none | container, local | the headers are too long |
| 500 | \`{"message": "..."}\`; the container's: none | container, local | a fault of ours; the log has it |
| 5xx | \`{"message": "..."}\` | API Gateway | the function failed, or none was free |

Those of API Gateway are as AWS documents them; nobody has seen them so far. A page cannot read any of these.

## Limits

| limit | at most | of what |
|---|---|---|
${toRows(limitMeanings, (meaning, name) => [code(name), count(values[name]), meaning])}
| a request's headers | ${count(maxHeaderSize)} | bytes at the container and the local server (Node's default) |
| a request's bytes | ${count(payloadBytesMax)} | bytes before inflating at API Gateway and the local server; the container reads and forgets what is longer than a body may be |
| a request's time to come in | ${count(requestMsMaxDefault)} | milliseconds at the container; ${count(localRequestMsMax)} at the local server |
| a put's time | ${count(budgetMs)} | milliseconds for all tries of one request, before it is answered 503 |
`;
}

const unreadable = (): string[] =>
  Object.entries(refusals)
    .filter(([, refuse]) => !("access-control-allow-origin" in refuse().headers))
    .map(([error]) => error);

function toRefusalRow(status: number, error: RequestError): string[] {
  const { meaning, client } = requestErrorMeanings[error];
  const { message } = JSON.parse(String(refusals[error]().body));
  return [String(status), code(error), meaning, message, client];
}

function toRows<Key extends string, Value>(
  table: Record<Key, Value>,
  toCells: (value: Value, key: Key) => string[],
): string {
  return (Object.entries(table) as [Key, Value][])
    .map(([key, value]) => row(...toCells(value, key)))
    .join("\n");
}

const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;
const code = (text: string): string => `\`${text}\``;
const count = (value: number): string => value.toLocaleString("en-US");

/**
 * An answer as it goes over the wire.
 *
 * @param only these headers, and no body. Default: all of it
 */
function toText({ status, headers, cookies = [], body }: HttpAnswer, only?: string[]): string {
  const lines = [...Object.entries(headers), ...cookies.map((cookie) => ["set-cookie", cookie])];
  const shown = lines.filter(([name]) => !only || only.includes(name as string));
  const text = shown.map(([name, value]) => `${name}: ${value}`).join("\n");
  if (only) return text;
  return `HTTP/1.1 ${status}\n${text}${body ? `\n\n${body}` : ""}`;
}

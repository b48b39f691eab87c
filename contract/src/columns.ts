// One ordered list of columns: it drives the Parquet files, DuckDB, the reference page and, on AWS, the Glue table.
// Changes are additive: new columns go to the end, types never change.

export type ColumnType = "string" | "bigint" | "double" | "boolean" | "timestamp";

/**
 * One column of a stored row.
 *
 * `from` says who gives the value: `event` columns are facts that a client may send under this very name,
 * `server` columns are the collector's alone (a client's key of the same name is ignored and flagged).
 */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly from: "event" | "server";
  readonly meaning: string;
  /** Whether the text is an address, which loses its secrets before it is stored (`toPublicUrl`). */
  readonly isUrl?: true;
}

export const columns = [
  {
    name: "event_id",
    type: "string",
    from: "server",
    meaning:
      "The event's `id`; made once in the browser. One accepted row per (app_id, event_id) is in `events`.",
  },
  { name: "app_id", type: "string", from: "server", meaning: "The app the event belongs to, from `?app=`." },
  {
    name: "name",
    type: "string",
    from: "server",
    meaning: "The event's name, such as `page_view` or `purchase`.",
  },
  { name: "status", type: "string", from: "server", meaning: "`accepted` or `rejected`." },
  { name: "reason", type: "string", from: "server", meaning: "Why it was rejected; empty when accepted." },
  {
    name: "message",
    type: "string",
    from: "server",
    meaning: "What was expected and what came, for people; empty when accepted.",
  },
  {
    name: "event_at",
    type: "timestamp",
    from: "server",
    meaning: "When it happened (UTC): the client's time, corrected for a wrong clock.",
  },
  {
    name: "received_at",
    type: "timestamp",
    from: "server",
    meaning: "When the collector received it (UTC).",
  },
  {
    name: "client_at",
    type: "timestamp",
    from: "server",
    meaning: "The client's own time as sent, uncorrected (UTC).",
  },
  {
    name: "sent_at",
    type: "timestamp",
    from: "server",
    meaning: "The client's clock when the request left, from `?sent=` (UTC).",
  },
  { name: "page_load", type: "string", from: "event", meaning: "Id of one document's life." },
  {
    name: "seq",
    type: "bigint",
    from: "event",
    meaning: "Position of the event in its page load, from 0. A gap is an event that never arrived.",
  },
  { name: "visitor_id", type: "string", from: "event", meaning: "The anonymous browser." },
  {
    name: "session_id",
    type: "string",
    from: "event",
    meaning: "One stretch of activity, ended by 30 idle minutes.",
  },
  { name: "user_id", type: "string", from: "event", meaning: "The identity the host gave with `identify`." },
  {
    name: "page_url",
    type: "string",
    from: "event",
    isUrl: true,
    meaning: "The page's address, without its secrets.",
  },
  { name: "page_path", type: "string", from: "event", isUrl: true, meaning: "The path of `page_url`." },
  { name: "page_title", type: "string", from: "event", meaning: "The page's title." },
  {
    name: "page_referrer",
    type: "string",
    from: "event",
    isUrl: true,
    meaning:
      "Where the visitor came from: the document's referrer, or the previous page of a single-page app.",
  },
  {
    name: "utm_source",
    type: "string",
    from: "event",
    meaning:
      "Campaign source, from the landing URL. This one, the other `utm_` and `click_id` are from `page_url` where a client that is no SDK sends none of them.",
  },
  { name: "utm_medium", type: "string", from: "event", meaning: "Campaign medium, from the landing URL." },
  { name: "utm_campaign", type: "string", from: "event", meaning: "Campaign name, from the landing URL." },
  { name: "utm_term", type: "string", from: "event", meaning: "Campaign term, from the landing URL." },
  { name: "utm_content", type: "string", from: "event", meaning: "Campaign content, from the landing URL." },
  {
    name: "language",
    type: "string",
    from: "event",
    meaning: "The browser's preferred language, such as `pt-BR`.",
  },
  {
    name: "time_zone",
    type: "string",
    from: "event",
    meaning: "The browser's IANA time zone, such as `America/Sao_Paulo`.",
  },
  { name: "screen_width", type: "bigint", from: "event", meaning: "Screen width in CSS pixels." },
  { name: "screen_height", type: "bigint", from: "event", meaning: "Screen height in CSS pixels." },
  {
    name: "viewport_width",
    type: "bigint",
    from: "event",
    meaning: "Width of the page's viewport in CSS pixels.",
  },
  {
    name: "viewport_height",
    type: "bigint",
    from: "event",
    meaning: "Height of the page's viewport in CSS pixels.",
  },
  {
    name: "sdk_version",
    type: "string",
    from: "event",
    meaning: "Version of the SDK that made the event, and read the campaign of its page.",
  },
  {
    name: "dropped",
    type: "string",
    from: "event",
    meaning:
      'Events this page load had given up when this one was made, by reason, as JSON such as `{"full":3}`; cumulative, so the last one of a page load counts.',
  },
  { name: "props", type: "string", from: "server", meaning: "The caller's own properties, as JSON text." },
  {
    name: "flags",
    type: "string",
    from: "server",
    meaning:
      "What the collector changed to keep the row safe, as `column:what` pairs: `cut`, `type`, `unknown`, `skew`, `future`, `old`, `missing`, `secret`, `failed`; `plan` where the tracking plan wants it otherwise.",
  },
  { name: "user_agent", type: "string", from: "server", meaning: "The request's User-Agent header." },
  {
    name: "collector_version",
    type: "string",
    from: "server",
    meaning: "Version of the collector that wrote the row.",
  },
  {
    name: "raw",
    type: "string",
    from: "server",
    meaning: "A rejected event's JSON, cut at `rawBytesMax`. Its addresses have lost their secrets.",
  },
  {
    name: "raw_bytes",
    type: "bigint",
    from: "server",
    meaning: "Full length of `raw` in bytes, before the cut.",
  },
  {
    name: "group_id",
    type: "string",
    from: "event",
    meaning: "The group, such as a company, that the host gave with `group`.",
  },
  {
    name: "click_id",
    type: "string",
    from: "event",
    meaning: "The id that an advertiser put into the landing URL.",
  },
  {
    name: "click_id_type",
    type: "string",
    from: "event",
    meaning: "The parameter that `click_id` came in, such as `gclid`.",
  },
  {
    name: "country",
    type: "string",
    from: "server",
    meaning: "Country of the visitor's address, ISO 3166-1 alpha-2 such as `BR`; from CloudFront.",
  },
  {
    name: "region",
    type: "string",
    from: "server",
    meaning: "Region in `country`, ISO 3166-2 without the country such as `SP`; from CloudFront.",
  },
  {
    name: "city",
    type: "string",
    from: "server",
    meaning: "City of the visitor's address; from CloudFront.",
  },
  {
    name: "ip",
    type: "string",
    from: "server",
    meaning: "The visitor's network: the address cut to its first 24 bits (IPv4) or 48 bits (IPv6).",
  },
  {
    name: "browser",
    type: "string",
    from: "server",
    meaning:
      "Browser by the User-Agent, such as `Chrome` or `Safari`; where that says Chrome, by `Sec-CH-UA`, such as `Brave`.",
  },
  {
    name: "browser_version",
    type: "string",
    from: "server",
    meaning: "Major version of `browser`, such as `141`.",
  },
  {
    name: "os",
    type: "string",
    from: "server",
    meaning: "Operating system by the User-Agent: `Windows`, `macOS`, `iOS`, `Android`, `Linux`...",
  },
  {
    name: "device_class",
    type: "string",
    from: "server",
    meaning:
      "`desktop`, `mobile`, `tablet`, `tv`, `console`, `wearable`, `embedded` or `bot`, by the User-Agent; an iPad that asks for desktop pages says it is a Mac.",
  },
  {
    name: "is_bot",
    type: "boolean",
    from: "server",
    meaning: "Whether the User-Agent is that of a program, a headless browser included, or empty.",
  },
  {
    name: "channel",
    type: "string",
    from: "server",
    meaning:
      "How the visitor came to the page, by GA4's names (`direct`, `organic_search`, `paid_social`...), or `internal` from another page of the site.",
  },
  {
    name: "referrer_host",
    type: "string",
    from: "server",
    meaning: "The host in `page_referrer`, lower-case, without `www.`.",
  },
  {
    name: "plan_violations",
    type: "string",
    from: "server",
    meaning:
      'What of an accepted event is not as the tracking plan says, such as `/value: expected a number, got "12"`; the first three. Of a rejected one it is in `message`.',
  },
  {
    name: "replayed_at",
    type: "timestamp",
    from: "server",
    meaning:
      "When a rejected event was judged anew and accepted (UTC); empty in all other rows. Its other times are those of its first coming.",
  },
] as const satisfies readonly Column[];

export type ColumnName = (typeof columns)[number]["name"];

type FactColumn = Extract<(typeof columns)[number], { from: "event" }>;

/** Name of a fact that a client may send. */
export type FactName = FactColumn["name"];

type FactValue<Type> = Type extends "string" ? string : Type extends "boolean" ? boolean : number;

/** Page, device and session details joined to an event, under the names of their columns. All are optional. */
export type Facts = {
  [Name in FactName]?: FactValue<Extract<FactColumn, { name: Name }>["type"]> | undefined;
};

/** The columns a client may fill, in order. */
export const factColumns: readonly (Column & { readonly name: FactName })[] = columns.filter(
  (column): column is FactColumn => column.from === "event",
);

/** One event as stored. Empty columns are left out of the JSON. Timestamps are `YYYY-MM-DD HH:MM:SS.mmm`, UTC. */
export type Row = { [Name in ColumnName]?: string | number | boolean };

/**
 * A time as rows write it: the text of java.sql.Timestamp, which Firehose's JSON deserializers read without settings.
 *
 * @param ms milliseconds since 1970, UTC; must lie in the years 0 to 9999
 * @example toTimestamp(0) // "1970-01-01 00:00:00.000"
 */
export function toTimestamp(ms: number): string {
  const whole = Math.trunc(ms);
  const day = Math.floor(whole / dayMs);
  // Date's own text takes most of a row's time; the events of a request are of one day, all but a few.
  if (day !== lastDay.day) lastDay = { day, text: new Date(whole).toISOString().slice(0, 10) };
  const rest = whole - day * dayMs;
  const hours = toDigits(Math.floor(rest / 3_600_000), 2);
  const minutes = toDigits(Math.floor(rest / 60_000) % 60, 2);
  const seconds = toDigits(Math.floor(rest / 1000) % 60, 2);
  return `${lastDay.text} ${hours}:${minutes}:${seconds}.${toDigits(rest % 1000, 3)}`;
}

const dayMs = 24 * 60 * 60 * 1000;
/** The day of the time that was written last, since 1970, and its text. */
let lastDay = { day: Number.NaN, text: "" };

function toDigits(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

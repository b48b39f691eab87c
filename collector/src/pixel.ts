// An image that tells of one event, for pages without JavaScript and for mail. Pure.

import { type ColumnType, factColumns } from "@riacho/contract/columns";
import type { HttpRequest } from "./collect.ts";

/** The path of the image, below the collector's URL. */
export const pixelPath = "/v1/p.gif";

/** One transparent pixel. */
export const pixelGif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** Parameters of the request and not of its event. */
const ofRequest = new Set(["app", "sent"]);

/** What is no text in an event. Of facts, their columns know. */
const types = new Map<string, ColumnType>([
  ...factColumns.map(({ name, type }) => [name, type] as const),
  ["time", "bigint"],
]);

/**
 * The body that a pixel's query stands for, to be judged as any other: its parameters are the event's keys (`name`, by
 * default `page_view`, `id`, `time`) and facts by the names of their columns; `props` is JSON.
 *
 * Without an `id` each showing is an event of its own. The page that shows it is its `page_url`, where the browser says
 * so and the query does not.
 *
 * @example readPixel({ id: "r1", query: new URLSearchParams("app=shop&name=email_open&utm_campaign=may"), headers: {} })
 */
export function readPixel({ id, query, headers }: Pick<HttpRequest, "id" | "query" | "headers">): {
  events: [Record<string, unknown>];
} {
  const given = [...query]
    .filter(([name]) => !ofRequest.has(name))
    .map(([name, text]) => [name, name === "props" ? readProps(text) : readText(text, types.get(name))]);
  const { referer } = headers;
  const event = {
    id: `pixel-${id}`,
    name: "page_view",
    ...(referer && { page_url: referer }),
    ...Object.fromEntries(given),
  };
  return { events: [event] };
}

/** What its column holds; what it cannot hold stays text, which the contract then flags. */
function readText(text: string, type: ColumnType | undefined): unknown {
  if (type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  const isNumber = type === "bigint" || type === "double";
  return isNumber && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** What is no JSON stays text, which the contract then refuses with a sentence. */
function readProps(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// An image that tells of one event, for pages without JavaScript and for mail. Pure.

import { createHash } from "node:crypto";

/** The path of the image, below the collector's URL. */
export const pixelPath = "/v1/p.gif";

/** One transparent pixel, as base64. */
export const pixelGif = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** What the query says that is no fact. */
const own = new Set(["app", "sent", "name", "props"]);

/**
 * The body that a pixel's query stands for, to be judged as any other: its parameters are the event's keys (`name`, by
 * default `page_view`, and `id`) and facts by the names of their columns; `props` is JSON.
 *
 * Without an `id` each time the image is asked for is an event of its own: it is made of everything that is known of the
 * request, its time included.
 *
 * @param source who asks, such as address and User-Agent, so that two at the same moment are two
 * @param now our clock, in milliseconds since 1970
 * @example readPixel(new URLSearchParams("app=shop&name=email_open&utm_campaign=may"), undefined, "203.0.113.0", now)
 */
export function readPixel(
  query: URLSearchParams,
  referer: string | undefined,
  source: string,
  now: number,
): { events: object[] } {
  const facts = [...query].filter(([name]) => !own.has(name));
  const digest = createHash("sha256").update(`${now} ${source} ${query}`).digest("hex");
  const event = {
    id: `pixel-${digest.slice(0, 40)}`,
    name: query.get("name") ?? "page_view",
    ...(referer && { page_url: referer }),
    ...Object.fromEntries(facts),
    props: readProps(query.get("props")),
  };
  return { events: [event] };
}

/** What is no JSON stays text, which the contract then refuses with a sentence. */
function readProps(text: string | null): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}

import type { Facts } from "./columns.ts";

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The caller's own properties of an event: a JSON object, at most 16 levels deep. */
export type Props = { [key: string]: Json };

/**
 * One thing that happened, as the SDK queues it and the collector receives it.
 *
 * @example
 * const event: Event = { id: "a1", name: "add_to_cart", time: 1764000000000, page_path: "/shop/", props: { sku: "mug" } };
 */
export interface Event extends Facts {
  /** Made once, never again: copies of one id are one event. At most 64 characters. */
  id: string;
  /** 1 to 64 characters; snake_case by advice, GA4's names where GA4 has one. */
  name: string;
  /** The client's clock, in milliseconds since 1970. Left out, the time of receipt is taken. */
  time?: number;
  /** The caller's own. */
  props?: Props | undefined;
}

/**
 * The body of `POST /v1/events?app=<id>&sent=<ms>`.
 *
 * `sent` is the client's clock when this very request leaves. It is left out where it cannot be known; then no
 * correction is made.
 */
export interface EventsRequest {
  /** Facts that all events share, said once. An event's own fact wins. */
  facts?: Facts;
  /** 1 to 500 events. */
  events: Event[];
}

/** The path events are posted to, below the collector's URL. */
export const eventsPath = "/v1/events";

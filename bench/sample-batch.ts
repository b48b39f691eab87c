// Batches as the SDK sends them from a shop: some 600 bytes of JSON an event when it is written out in full.

import { randomUUID } from "node:crypto";
import type { Facts } from "@riacho/contract/columns";
import type { Event, EventsRequest } from "@riacho/contract/event";

const page = "https://shop.example.com/product.html?item=river-mug";

/** What the events of one page share. */
export const sampleFacts: Facts = {
  page_load: "0198c0de-7d5c-7a31-9f1e-3c64b8e0a512",
  visitor_id: "0198c0de-11a2-7c55-8d0a-5b1f0c7e9d34",
  session_id: "0198c0de-5f90-7e21-a3c8-92d4e6f81b07",
  page_url: page,
  page_path: "/product.html",
  page_title: "River mug - Riacho shop",
  language: "pt-BR",
  time_zone: "America/Sao_Paulo",
  screen_width: 1920,
  screen_height: 1080,
  viewport_width: 1440,
  viewport_height: 900,
  sdk_version: "0.1.0",
};

/** What is each event's own. */
export function createSampleEvent(seq: number, now: number): Event {
  const props = { currency: "EUR", value: 14.5, item_id: "river-mug" };
  return { id: randomUUID(), name: "add_to_cart", time: now + seq, seq, props };
}

/** One request's body, with ids of its own. */
export function createSampleBatch(events: number, now: number, facts = sampleFacts): EventsRequest {
  const own = Array.from({ length: events }, (_, seq) => createSampleEvent(seq, now));
  return { facts, events: own };
}

/** Where the collector believes what CloudFront adds. */
export const sampleEdgeSecret = "a secret that only the edge knows";

/** What such a request says of its sender when it comes through CloudFront. */
export const sampleHeaders = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0",
  "x-riacho-edge": sampleEdgeSecret,
  "cloudfront-viewer-address": "203.0.113.77:46532",
  "cloudfront-viewer-country": "BR",
  "cloudfront-viewer-country-region": "SP",
  "cloudfront-viewer-city": "Sao%20Paulo",
};

// What the collector knows of a request and an event beyond what was sent. Nothing here refuses an event: what cannot be
// found out is left out, and a part that breaks costs its own columns alone.

import type { ColumnName, Row } from "@riacho/contract/columns";
import type { FactValues } from "@riacho/contract/parse";
import { readBrand } from "./brand.ts";
import { addCampaign, campaignFacts } from "./campaign.ts";
import { type Channel, channelFacts, readChannel } from "./channel.ts";
import { readDevice } from "./device.ts";
import { edgeHeader, isFromEdge } from "./edge.ts";
import { readCity, readCountry, readRegion } from "./geo.ts";
import { hideSecrets, urlFacts } from "./hide-secrets.ts";
import { toNetwork, withoutPort } from "./network.ts";

/** Who sent a request, as far as the request says. */
export interface Sender {
  /** Names are lower-case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** The address at the other end of the connection: the visitor's, or that of the edge. Empty where unknown. */
  peer: string;
  /** Cut to what is stored; empty where there is none. */
  userAgent: string;
  isFromEdge: boolean;
}

export interface Enrichment {
  columns: Row;
  /** `column:failed` for each part that broke. */
  flags: readonly string[];
}

/** One thing to find out, named after its first column. May throw: then its columns are left out and flagged. */
export type Part = readonly [name: ColumnName, read: (sender: Sender) => Row];

const parts: readonly Part[] = [
  ["country", ({ headers, isFromEdge }) => (isFromEdge ? toCell("country", readCountry(headers)) : {})],
  ["region", ({ headers, isFromEdge }) => (isFromEdge ? toCell("region", readRegion(headers)) : {})],
  ["city", ({ headers, isFromEdge }) => (isFromEdge ? toCell("city", readCity(headers)) : {})],
  ["ip", (sender) => toCell("ip", toNetwork(readAddress(sender)))],
  ["browser", readBrowser],
];

/** The sender of a request, who is believed to come from the edge only by one of its secrets. */
export function toSender(request: Omit<Sender, "isFromEdge">, edgeSecrets: readonly string[]): Sender {
  return { ...request, isFromEdge: isFromEdge(request.headers[edgeHeader], edgeSecrets) };
}

/** The columns that all rows of a request share: place, network, browser and device. Never throws. */
export function enrichRequest(sender: Sender, each: readonly Part[] = parts): Enrichment {
  const columns: Row = {};
  const flags: string[] = [];
  for (const [name, read] of each) {
    try {
      Object.assign(columns, read(sender));
    } catch {
      flags.push(`${name}:failed`);
    }
  }
  return { columns, flags };
}

/** Facts as they are stored, and what follows from them. */
export interface EnrichedFacts {
  /** The facts, their addresses without secrets, and the campaign in them. */
  facts: FactValues;
  columns: Channel;
  flags: readonly string[];
}

const enrichedFacts = new Set<string>([...urlFacts, ...channelFacts, ...campaignFacts, "sdk_version"]);

/** Whether an event that has this fact of its own must be enriched for itself, and not with what its request shares. */
export function isEnriched(factName: string): boolean {
  return enrichedFacts.has(factName);
}

/**
 * Hides the secrets in facts, then tells their visit's campaign and channel. Never throws: without a channel the columns
 * are undefined.
 *
 * @param isOwnOrigin whether an origin, such as `https://blog.example.com`, is one of the app's
 */
export function enrichFacts(
  sent: FactValues,
  isOwnOrigin: (origin: string) => boolean,
  read: typeof readChannel = readChannel,
): EnrichedFacts {
  const { open, flags } = hideSecrets(sent);
  try {
    const facts = addCampaign(open);
    return { facts, columns: read(facts, isOwnOrigin), flags };
  } catch {
    const columns = { channel: undefined, referrer_host: undefined };
    return { facts: open, columns, flags: [...flags, "channel:failed"] };
  }
}

/** Behind the edge the peer is the edge, and the edge says who the visitor is. `x-forwarded-for` anyone may write. */
function readAddress({ headers, peer, isFromEdge }: Sender): string {
  return isFromEdge ? withoutPort(headers["cloudfront-viewer-address"] ?? "") : peer;
}

/** A browser that has a name of its own there calls itself Chrome in its User-Agent; one that is Chrome has none. */
function readBrowser({ headers, userAgent }: Sender): Row {
  const device = readDevice(userAgent);
  return device.browser === "Chrome" ? { ...device, ...readBrand(headers["sec-ch-ua"]) } : device;
}

function toCell(name: ColumnName, value: string | undefined): Row {
  return value === undefined ? {} : { [name]: value };
}

// How the visitor came to the page: the rules are in channel-rules.ts, who is who in sources.ts.

import type { FactName } from "@riacho/contract/columns";
import type { FactValues } from "@riacho/contract/parse";
import { type ChannelRule, channelRules, paidMedium } from "./channel-rules.ts";
import { clickIds, type SourceKind, sources } from "./sources.ts";

/** The facts that a channel follows from. */
export const channelFacts = [
  "page_url",
  "page_referrer",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "click_id_type",
] as const satisfies readonly FactName[];
/** Undefined where nothing is known of it. */
export interface Channel {
  channel: string | undefined;
  referrer_host: string | undefined;
}

/**
 * The channel of a page's visit. Facts that say nothing of a page have none: a server's events, an SDK without page facts.
 *
 * @param isOwnOrigin whether an origin, such as `https://blog.example.com`, is the site's own beside that of the page
 * @example readChannel({ page_url: "https://example.com/", page_referrer: "https://www.google.com/" }, () => false)
 * // { channel: "organic_search", referrer_host: "google.com" }
 */
export function readChannel(facts: FactValues, isOwnOrigin: (origin: string) => boolean): Channel {
  const referrer = readAddress(facts.page_referrer);
  if (!channelFacts.some((name) => facts[name])) return { channel: undefined, referrer_host: undefined };
  const visit = toVisit(facts, referrer, isOwnOrigin);
  const rule = channelRules.find((each) => holds(each, visit));
  return { channel: rule?.channel, referrer_host: referrer?.host };
}

/** What the rules ask about. */
interface Visit {
  kind: SourceKind | undefined;
  source: string;
  medium: string;
  campaign: string;
  isPaid: boolean;
  isTagged: boolean;
  isReferred: boolean;
  isInternal: boolean;
}

function toVisit(
  facts: FactValues,
  referrer: Address | null,
  isOwnOrigin: (origin: string) => boolean,
): Visit {
  const source = toName(facts.utm_source);
  const medium = toName(facts.utm_medium);
  const campaign = toName(facts.utm_campaign);
  const clickId = Object.hasOwn(clickIds, String(facts.click_id_type))
    ? clickIds[String(facts.click_id_type)]
    : undefined;
  const page = readAddress(facts.page_url);
  const isInternal =
    referrer !== null && (isSameSite(page?.host, referrer.host) || isOwnOrigin(referrer.origin));
  // What the campaign says comes first: it was written for this very link.
  const kind = source ? kindOfSource(source) : clickId || isInternal ? undefined : kindOfHost(referrer?.host);
  return {
    kind: kind ?? clickId?.kind,
    source,
    medium,
    campaign,
    isPaid: clickId?.isPaid === true || paidMedium.test(medium),
    isTagged: Boolean(source || medium || campaign || clickId),
    isReferred: referrer !== null,
    isInternal,
  };
}

function holds(rule: ChannelRule, visit: Visit): boolean {
  return (
    (rule.kind === undefined || rule.kind === visit.kind) &&
    (rule.isPaid === undefined || rule.isPaid === visit.isPaid) &&
    (rule.isTagged === undefined || rule.isTagged === visit.isTagged) &&
    (rule.isReferred === undefined || rule.isReferred === visit.isReferred) &&
    (rule.isInternal === undefined || rule.isInternal === visit.isInternal) &&
    (rule.medium === undefined || rule.medium.test(visit.medium)) &&
    (rule.source === undefined || rule.source.test(visit.source)) &&
    (rule.campaign === undefined || rule.campaign.test(visit.campaign))
  );
}

function toName(value: FactValues[FactName]): string {
  return String(value ?? "")
    .trim()
    .toLowerCase();
}

interface Address {
  /** Lower-case, without `www.`. */
  host: string;
  /** Scheme, host and port. */
  origin: string;
}

/** Not only of the web: `android-app://com.google.android.gm/` is the referrer that an app gives. */
const addressStart = /^([a-z][a-z0-9+.-]*:\/\/)([\w.-]+)(:\d+)?(?:[/?#]|$)/i;

function readAddress(value: FactValues[FactName]): Address | null {
  const [origin, scheme, name, port = ""] = addressStart.exec(String(value ?? "")) ?? [];
  if (origin === undefined || scheme === undefined || name === undefined) return null;
  const host = name.toLowerCase();
  return { host: host.replace(/^www\.(?=.)/, ""), origin: `${scheme.toLowerCase()}${host}${port}` };
}

/** Whether they are one host, or one is a subdomain of the other. */
function isSameSite(page: string | undefined, other: string): boolean {
  return page !== undefined && (page === other || page.endsWith(`.${other}`) || other.endsWith(`.${page}`));
}

const kindByName = toKinds("names");
const kindByHost = toKinds("hosts");

function toKinds(list: "names" | "hosts"): ReadonlyMap<string, SourceKind> {
  return new Map(
    sources.flatMap(({ kind, [list]: text }) => text.split(/\s+/).map((word) => [word, kind] as const)),
  );
}

function kindOfSource(source: string): SourceKind | undefined {
  return kindByName.get(source) ?? kindOfHost(source.replace(/^www\./, ""));
}

/** `de`, `com`, `co.uk`, `com.br`: what may follow a name that is the same in every country. */
const countryEnd = /^(com?\.[a-z]{2}|com|[a-z]{2,3})$/;
/** Labels in a host that are looked at: hosts of the tables have four at most, and a name may have a hundred. */
const labelsMax = 8;

function kindOfHost(host = ""): SourceKind | undefined {
  const labels = host.split(".").slice(-labelsMax);
  for (let start = 0; start < labels.length; start++) {
    const domain = labels.slice(start).join(".");
    const rest = labels.slice(start + 1).join(".");
    const kind =
      kindByHost.get(domain) ?? (countryEnd.test(rest) ? kindByHost.get(`${labels[start]}.*`) : undefined);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

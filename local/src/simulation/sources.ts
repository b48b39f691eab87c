import type { Facts } from "@riacho/contract/columns";

/** The campaign facts that a landing URL carries as query parameters of the same names. */
type Campaign = Pick<Facts, "utm_source" | "utm_medium" | "utm_campaign" | "utm_term" | "utm_content">;

/** What brought a visitor to the shop. */
export interface Source {
  /** The document's referrer; null where the browser tells none: a typed address, a mail client, an app. */
  referrer: string | null;
  campaign: Campaign | null;
  /** How often the link leads to a product's page instead of the list, 0 to 1. */
  productShare: number;
  /** Weight among first visits. */
  newWeight: number;
  /** Weight among later visits: people who come back type the address or follow the newsletter. */
  returningWeight: number;
}

function source(
  referrer: string | null,
  campaign: Campaign | null,
  [newWeight, returningWeight]: readonly [number, number],
  productShare: number,
): Source {
  return { referrer, campaign, productShare, newWeight, returningWeight };
}

function campaign(name: string, source: string, medium: string, more: Campaign = {}): Campaign {
  return { utm_source: source, utm_medium: medium, utm_campaign: name, ...more };
}

const google = "https://www.google.com/";
const instagram = "https://l.instagram.com/";

export const sources: readonly Source[] = [
  source(null, null, [24, 46], 0.15),
  source(google, null, [27, 16], 0.5),
  source("https://www.bing.com/", null, [4, 2], 0.5),
  source("https://duckduckgo.com/", null, [3, 3], 0.5),
  source(google, campaign("brand", "google", "cpc", { utm_term: "seixo" }), [6, 5], 0.1),
  source(google, campaign("mugs", "google", "cpc", { utm_term: "handmade mug" }), [9, 2], 0.8),
  source(
    instagram,
    campaign("slow_water", "instagram", "paid_social", { utm_content: "story" }),
    [7, 1],
    0.7,
  ),
  source(instagram, campaign("slow_water", "instagram", "paid_social", { utm_content: "reel" }), [6, 1], 0.7),
  source("https://www.facebook.com/", null, [4, 2], 0.6),
  source("https://www.reddit.com/", null, [3, 1], 0.7),
  source("https://river-walks.example/", null, [4, 1], 0.6),
  source(null, campaign("weekly", "newsletter", "email", { utm_content: "header" }), [2, 13], 0.4),
  source(null, campaign("weekly", "newsletter", "email", { utm_content: "offer" }), [1, 7], 0.9),
];

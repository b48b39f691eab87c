import type { FactName } from "./columns.ts";

/** The facts of a campaign. */
type Campaign = { [Name in Extract<FactName, `utm_${string}` | `click_id${string}`>]?: string };

/** Ids that advertisers put into the addresses they lead to, by parameter. */
const clickIds = /^(gclid|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|li_fat_id)$/;

/**
 * Reads the campaign of a landing URL: no facts where it names none.
 *
 * @param parameters those of its query, such as `new URLSearchParams(location.search)`
 * @example readCampaign(new URLSearchParams("?utm_source=news&page=2")) // { utm_source: "news" }
 * @example readCampaign(new URLSearchParams("?gclid=a1")) // { click_id: "a1", click_id_type: "gclid" }
 */
export function readCampaign(parameters: Iterable<[name: string, value: string]>): Campaign {
  const campaign: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (!value) continue;
    if (/^utm_(source|medium|campaign|term|content)$/.test(name)) campaign[name] = value;
    if (clickIds.test(name)) Object.assign(campaign, { click_id: value, click_id_type: name });
  }
  return campaign;
}

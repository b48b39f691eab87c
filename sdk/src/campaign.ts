import type { Facts } from "@riacho/contract/columns";

/** Ids that advertisers put into the addresses they lead to, by parameter. */
const clickIds = /^(gclid|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|li_fat_id)$/;

/**
 * Reads the campaign of a landing URL: no facts where it names none.
 *
 * @example readCampaign("?utm_source=news&page=2") // { utm_source: "news" }
 * @example readCampaign("?gclid=a1") // { click_id: "a1", click_id_type: "gclid" }
 */
export function readCampaign(search: string): Facts {
  const campaign: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    if (!value) continue;
    if (/^utm_(source|medium|campaign|term|content)$/.test(name)) campaign[name] = value;
    if (clickIds.test(name)) Object.assign(campaign, { click_id: value, click_id_type: name });
  }
  return campaign;
}

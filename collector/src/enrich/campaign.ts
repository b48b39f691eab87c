// The campaign in a page's address, for clients that send the address alone: a server, the pixel.

import { readCampaign } from "@riacho/contract/campaign";
import { type FactName, factColumns } from "@riacho/contract/columns";
import type { FactValues } from "@riacho/contract/parse";
import { toSafeText } from "@riacho/contract/text";
import { clickIds } from "./sources.ts";

/** The facts of a campaign. */
export const campaignFacts: readonly FactName[] = factColumns
  .map(({ name }) => name)
  .filter((name) => /^(utm_|click_id)/.test(name));

/** In every address with a campaign. Most have none, and reading their parameters would take as long as a row. */
const campaignHint = new RegExp(["utm_", ...Object.keys(clickIds)].join("|"));
const searchPattern = /^[^?#]*\?([^#]*)/;

/**
 * The facts with the campaign of their page's address, read as the SDK reads it. The same object where the client said
 * anything of a campaign, or has an `sdk_version`: an SDK has read the address itself, and what its host took out of the
 * event is not to be put back.
 *
 * @param facts their addresses without secrets: a value may be an email address
 * @example addCampaign({ page_url: "https://example.com/?gclid=a1" })
 * // { page_url: "https://example.com/?gclid=a1", click_id: "a1", click_id_type: "gclid" }
 */
export function addCampaign(facts: FactValues): FactValues {
  const { page_url, sdk_version } = facts;
  if (sdk_version !== undefined || typeof page_url !== "string" || !campaignHint.test(page_url)) return facts;
  if (campaignFacts.some((name) => facts[name] !== undefined)) return facts;
  const [, search = ""] = searchPattern.exec(page_url) ?? [];
  const added = Object.entries(readCampaign(new URLSearchParams(search)));
  return { ...facts, ...Object.fromEntries(added.map(([name, value]) => [name, toSafeText(value)])) };
}

/** Where a visit came from, under the names of the columns. */
export type Campaign = {
  [Name in "utm_source" | "utm_medium" | "utm_campaign" | "utm_term" | "utm_content"]?: string;
};

/**
 * Reads the campaign of a landing URL, or null where it names none.
 *
 * @example readCampaign("?utm_source=news&page=2") // { utm_source: "news" }
 */
export function readCampaign(search: string): Campaign | null {
  const campaign: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    if (/^utm_(source|medium|campaign|term|content)$/.test(name) && value) campaign[name] = value;
  }
  return Object.keys(campaign).length > 0 ? campaign : null;
}

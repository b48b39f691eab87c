import { toPublicUrl } from "@riacho/contract/public-url";
import { onAddress } from "./address.ts";
import type { Plugin } from "./api.ts";
import { untilStopped } from "./until-stopped.ts";

/** What `siteSearch()` takes. */
export interface SiteSearchOptions {
  /** Names that a term may have in the address, the most telling first. Default: q, s, search, query, keyword, as GA4. */
  parameters?: readonly string[];
}

/**
 * Tracks a `view_search_results` with its `search_term` when an address with one is shown, as `pageViews()` tracks a
 * `page_view`: once per change of the address, a prerendered page when it is shown.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [siteSearch({ parameters: ["find"] })] })
 */
export function siteSearch({
  parameters = ["q", "s", "search", "query", "keyword"],
}: SiteSearchOptions = {}): Plugin {
  return untilStopped(({ track }, signal) =>
    onAddress(() => {
      const query = new URLSearchParams(toPublicUrl(location.search));
      const term = parameters.map((name) => query.get(name)?.trim()).find(Boolean);
      if (term) track("view_search_results", { search_term: term });
    }, signal),
  );
}

import { onAddress } from "./address.ts";
import type { Plugin } from "./api.ts";
import { readPage } from "./read-page.ts";

/**
 * Tracks a `page_view` when the page is shown and whenever its address changes, once per change; a change of the
 * hash alone is none. A prerendered page counts when it is shown, one from the back-forward cache counts again. Brings
 * `pageFacts()` with it: a view of nobody knows which page would tell nothing.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [pageViews()] })
 */
export function pageViews(): Plugin {
  return ({ addFacts, page }) => {
    const stops = [addFacts(readPage), onAddress(() => page())];
    return () => {
      for (const stop of stops) stop();
    };
  };
}

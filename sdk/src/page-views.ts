import type { Facts } from "@riacho/contract/columns";
import { onAddress } from "./address.ts";
import type { Plugin } from "./api.ts";
import { readPage } from "./read-page.ts";
import { untilStopped } from "./until-stopped.ts";

/** How long a page may take to set its title once its address is come to, in milliseconds. */
const titleMs = 100;

/** What `pageViews()` takes. */
export interface PageViewsOptions {
  /** Whether a change of the hash alone is another page, as it is for routers that keep the route there. Default: false. */
  hash?: boolean;
}

/**
 * Tracks a `page_view` when the page is shown and whenever its address changes, once per change. A prerendered page counts when it is shown, one from the back-forward cache counts again. Brings
 * `pageFacts()` with it: a view of nobody knows which page would tell nothing.
 *
 * Applications set the title later than the address, of the first page as of others: a view is tracked after 100 ms,
 * before any other event, and when the page hides. Its time is that of the address.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [pageViews()] })
 */
export function pageViews({ hash = false }: PageViewsOptions = {}): Plugin {
  return untilStopped(({ addFacts, page }, signal) => {
    const options = { capture: true, signal };
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** What the page was when its address was come to, until the view of it is tracked. */
    let coming: (Facts & { time: number }) | undefined;

    /** Also asked for facts, which is how it comes before any other event. It has none. */
    function view(): undefined {
      if (!coming) return;
      const place = { ...coming, page_title: document.title };
      coming = undefined;
      page(undefined, place);
    }

    function come(): void {
      view();
      clearTimeout(timer);
      coming = { ...readPage(), time: Date.now() };
      timer = setTimeout(view, titleMs);
    }

    // Before the client's own listeners, which send what waits when the page hides.
    addEventListener("visibilitychange", view, options);
    addEventListener("pagehide", view, options);
    // Before a router hears of the way back and gives the page another title, where the browser tells of it: what is gone
    // back to has a key.
    window.navigation?.addEventListener("navigate", ({ destination }) => destination.key && view(), options);
    signal.addEventListener("abort", view);
    // `readPage` as `pageFacts()` does: what is there already is read once.
    for (const read of [readPage, view]) signal.addEventListener("abort", addFacts(read));
    onAddress(come, signal, hash);
  });
}

import type { Facts } from "@riacho/contract/columns";
import { onAddress } from "./address.ts";
import type { Plugin } from "./api.ts";
import { readPage } from "./read-page.ts";
import { untilStopped } from "./until-stopped.ts";

/** How long an application may take to set the title of a page that it goes to, in milliseconds. */
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
 * Where an application changes the address it sets the title later: the view is tracked after 100 ms, before any other
 * event, and when the page hides.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [pageViews()] })
 */
export function pageViews({ hash = false }: PageViewsOptions = {}): Plugin {
  return untilStopped(({ addFacts, page }, signal) => {
    const options = { capture: true, signal };
    let isFirst = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** What the page was when its address was come to, until the view of it is tracked. */
    let coming: (Facts & { time: number }) | undefined;
    /** What is true of the view that is tracked just now. */
    let place: Facts = {};

    function view(): void {
      if (!coming) return;
      place = { ...coming, page_title: document.title };
      coming = undefined;
      page();
      place = {};
    }

    function come(): void {
      view();
      clearTimeout(timer);
      coming = { ...readPage(), time: Date.now() };
      if (isFirst) view();
      else timer = setTimeout(view, titleMs);
      isFirst = false;
    }

    function readPlace(): Facts {
      view();
      return place;
    }

    // Before the client's own listeners, which send what waits when the page hides.
    addEventListener("visibilitychange", view, options);
    addEventListener("pagehide", view, options);
    signal.addEventListener("abort", view);
    // `readPage` as `pageFacts()` does: what is there already is read once.
    for (const read of [readPage, readPlace]) signal.addEventListener("abort", addFacts(read));
    onAddress(come, signal, hash);
  });
}

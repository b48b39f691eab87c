import type { Plugin } from "./api.ts";

/**
 * Tracks a `page_view` when the page is shown and whenever its address changes, once per change; a change of the
 * hash alone is none. A prerendered page counts when it is shown, one from the back-forward cache counts again.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [pageViews()] })
 */
export function pageViews(): Plugin {
  return (client) => {
    const stop = new AbortController();
    const options = { signal: stop.signal };
    let seen: string | undefined;

    function view(): void {
      const [address] = location.href.split("#");
      if (address === seen || stop.signal.aborted) return;
      seen = address;
      client.page();
    }

    function viewAgain({ persisted }: PageTransitionEvent): void {
      if (!persisted) return;
      seen = undefined;
      view();
    }

    if ("prerendering" in document && document.prerendering) {
      document.addEventListener("prerenderingchange", view, options);
    } else view();
    addEventListener("popstate", view, options);
    addEventListener("pageshow", viewAgain, options);
    const undo = (["pushState", "replaceState"] as const).map((name) => afterCall(history, name, view));
    return () => {
      stop.abort();
      for (const restore of undo) restore();
    };
  };
}

/** Calls back after each call of a history method. @returns undo, which leaves later wrappers of others in place */
function afterCall(target: History, name: "pushState" | "replaceState", callback: () => void): () => void {
  const original = target[name];
  const wrapped: typeof original = function (this: History, ...args) {
    original.apply(this, args);
    callback();
  };
  target[name] = wrapped;
  return () => {
    if (target[name] === wrapped) target[name] = original;
  };
}

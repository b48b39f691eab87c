// The addresses that a visitor comes to in one document. The only file that wraps the history.

declare global {
  interface Document {
    /** https://wicg.github.io/nav-speculation/prerendering.html: Chromium alone. */
    prerendering?: boolean;
  }
}

/**
 * Calls back when the visitor has come to an address: at once, and whenever it has changed, once per change and in the
 * same task; a change of the hash alone is none, unless the hash counts. A prerendered page is come to when it is shown,
 * one from the back-forward cache is come to again.
 *
 * @param signal ends it
 * @example onAddress(() => client.page(), signal)
 */
export function onAddress(callback: () => void, signal: AbortSignal, isHashCounted = false): void {
  const options = { signal };
  let seen: string | undefined;

  function look({ persisted }: Partial<PageTransitionEvent> = {}): void {
    const address = isHashCounted ? location.href : location.href.split("#")[0];
    // What is persisted comes from the back-forward cache.
    if (document.prerendering || signal.aborted || (address === seen && !persisted)) return;
    seen = address;
    callback();
  }

  look();
  document.addEventListener("prerenderingchange", look, options);
  addEventListener("popstate", look, options);
  addEventListener("pageshow", look, options);
  for (const name of ["pushState", "replaceState"] as const) afterCall(name, look, signal);
}

/** Calls back after each call of a history method. In the end later wrappers of others are left in place. */
function afterCall(name: "pushState" | "replaceState", callback: () => void, signal: AbortSignal): void {
  const original = history[name];
  const wrapped: typeof original = (...args) => {
    original.apply(history, args);
    callback();
  };
  history[name] = wrapped;
  signal.addEventListener("abort", () => {
    if (history[name] === wrapped) history[name] = original;
  });
}

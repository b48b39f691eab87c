// The addresses that a visitor comes to in one document. The only file that wraps the history.

/**
 * Calls back when the visitor has come to an address: at once, and whenever it has changed, once per change and in the
 * same task; a change of the hash alone is none, unless the hash counts. A prerendered page is come to when it is shown, one from the
 * back-forward cache is come to again.
 *
 * @returns stop
 * @example const stop = onAddress(() => client.page())
 */
export function onAddress(callback: () => void, isHashCounted = false): () => void {
  const end = new AbortController();
  const options = { signal: end.signal };
  let seen: string | undefined;

  function look(): void {
    const address = isHashCounted ? location.href : location.href.split("#")[0];
    if (address === seen || end.signal.aborted) return;
    seen = address;
    callback();
  }

  function lookAgain({ persisted }: PageTransitionEvent): void {
    if (!persisted) return;
    seen = undefined;
    look();
  }

  if (!(document as { prerendering?: boolean }).prerendering) look();
  document.addEventListener("prerenderingchange", look, options);
  addEventListener("popstate", look, options);
  addEventListener("pageshow", lookAgain, options);
  const undo = (["pushState", "replaceState"] as const).map((name) => afterCall(history, name, look));
  return () => {
    end.abort();
    for (const restore of undo) restore();
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

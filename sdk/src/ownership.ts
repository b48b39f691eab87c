// Who may send a page load's events: whoever holds its lock. The browser frees a dead page's locks at once.

/** Time after which a page without Web Locks takes events of another page load for abandoned, in milliseconds. */
const abandonedMs = 30_000;

/**
 * Waits until nobody holds a page load, then holds it.
 *
 * Without Web Locks (plain http, old browsers) nobody can know whether a page lives: after 30 s its events count as
 * abandoned. Both pages may then send the same event; its id makes that harmless.
 *
 * @param onHeld called once it is held
 * @returns stop: lets it go, or stops waiting for it
 */
export function holdPageLoad(appId: string, pageLoad: string, onHeld: () => void): () => void {
  if (!navigator.locks) {
    const timer = setTimeout(onHeld, abandonedMs);
    return () => clearTimeout(timer);
  }
  const abort = new AbortController();
  let letGo = (): void => abort.abort();
  navigator.locks
    .request(`riacho/${appId}/${pageLoad}`, { signal: abort.signal }, () => {
      onHeld();
      return new Promise<void>((resolve) => {
        letGo = resolve;
      });
    })
    // Aborted while waiting, or locks are denied here: then this page adopts nothing, and the next one may.
    .catch(() => {});
  return () => letGo();
}

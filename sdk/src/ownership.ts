// Who may send a page load's events: whoever holds its lock. The browser frees a dead page's locks at once.

/** Time after which a page without Web Locks takes events of another page load for abandoned, in milliseconds. */
const abandonedMs = 30_000;

/**
 * Waits until nobody holds a page load, then holds it.
 *
 * Without Web Locks (plain http, old browsers) nobody can know whether a page lives: after 30 s its events count as
 * abandoned. Both pages may then send the same event; its id makes that harmless.
 *
 * @param whileHeld called once it is held, which it is until what this gives back is settled
 * @param signal ends the waiting
 */
export function holdPageLoad(
  appId: string,
  pageLoad: string,
  whileHeld: () => Promise<unknown>,
  signal: AbortSignal,
): void {
  if (!navigator.locks) setTimeout(() => signal.aborted || whileHeld(), abandonedMs);
  else {
    navigator.locks
      .request(`riacho/${appId}/${pageLoad}`, { signal }, whileHeld)
      // Aborted while waiting, or locks are denied here: then this page adopts nothing, and the next one may.
      .catch(() => {});
  }
}

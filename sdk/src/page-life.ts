// The moments of a page's life. The only file that listens to them.

/**
 * Listens until the signal is aborted.
 *
 * @param onHide the page may never run again: hidden. May come several times
 * @param onLeave it runs no more: closed, or put aside by the back-forward cache
 * @param onRestore it came back from the back-forward cache
 */
export function listenToPageLife(
  onHide: () => void,
  onLeave: () => void,
  onRestore: () => void,
  onOnline: () => void,
  signal: AbortSignal,
): void {
  const options = { signal };
  document.addEventListener("visibilitychange", () => document.hidden && onHide(), options);
  // On window: a pagehide listener on document never fires. No unload listener: it would forbid the back-forward cache.
  addEventListener("pagehide", onLeave, options);
  addEventListener("pageshow", ({ persisted }) => persisted && onRestore(), options);
  addEventListener("online", onOnline, options);
}

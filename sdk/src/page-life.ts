// The moments of a page's life. The only file that listens to them.

export interface PageLife {
  /** The page may never run again: hidden, left or closed. May come several times. */
  onHide(): void;
  /** It runs no more: closed, or put aside by the back-forward cache. */
  onLeave(): void;
  /** It came back from the back-forward cache. */
  onRestore(): void;
  onOnline(): void;
}

/** Listens until the signal is aborted. */
export function listenToPageLife(
  { onHide, onLeave, onRestore, onOnline }: PageLife,
  signal: AbortSignal,
): void {
  const options = { signal };
  document.addEventListener("visibilitychange", () => document.hidden && onHide(), options);
  // On window: a pagehide listener on document never fires. No unload listener: it would forbid the back-forward cache.
  addEventListener("pagehide", onHide, options);
  addEventListener("pagehide", onLeave, options);
  addEventListener("pageshow", ({ persisted }) => persisted && onRestore(), options);
  addEventListener("online", onOnline, options);
}

import { onAddress } from "./address.ts";
import type { Plugin } from "./api.ts";
import { untilStopped } from "./until-stopped.ts";

/** In percent of the page's height, ascending. */
const depths = [25, 50, 75, 90, 100];

/**
 * Tracks a `scroll` with `percent_scrolled` when the lower edge of the window has come to 25, 50, 75, 90 and 100 % of
 * the page's height: each once per address, those passed in one jump together. What is seen without scrolling counts
 * from the first scroll on, so a page that fits its window sends nothing. Scrolling by a script, or by the browser
 * when it restores a position, counts as well; scrolling inside an element does not.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [scrollDepth()] })
 */
export function scrollDepth(): Plugin {
  return untilStopped(({ track }, signal) => {
    /** In percent, at this address. */
    let deepest = 0;
    /** Before which the page is measured; 0 is none. */
    let frame = 0;

    function measure(): void {
      frame = 0;
      // At its top a page has not been scrolled: an application went there itself, as on a change of the address.
      if (scrollY <= 0 || signal.aborted) return;
      const percent = readPercent();
      for (const depth of depths) {
        if (deepest < depth && depth <= percent) track("scroll", { percent_scrolled: depth });
      }
      deepest = Math.max(deepest, percent);
    }

    function schedule(): void {
      if (!frame) frame = requestAnimationFrame(measure);
    }

    onAddress(() => {
      deepest = 0;
    }, signal);
    addEventListener("scroll", schedule, { passive: true, signal });
  });
}

/** How much of the page lies above the window's lower edge. */
function readPercent(): number {
  const { scrollHeight } = document.scrollingElement ?? document.documentElement;
  // One pixel more: a position has fractions, a height has none, and the end must be reachable.
  return ((scrollY + innerHeight + 1) / scrollHeight) * 100;
}

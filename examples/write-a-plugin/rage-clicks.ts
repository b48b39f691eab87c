import type { Plugin } from "@riacho/sdk";

export interface RageClicksOptions {
  /** So many clicks on one element are rage. Default: 3. */
  clicks?: number;
  /** At most this long after each other, in milliseconds. Default: 700. */
  gapMs?: number;
}

/**
 * Tracks a `rage_click`, with the element's `element_tag` and `element_id`, when somebody clicks one element again and
 * again: once, however long they go on.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [rageClicks()] })
 */
export function rageClicks({ clicks = 3, gapMs = 700 }: RageClicksOptions = {}): Plugin {
  // Nothing happens until the client calls this: on a server it never does.
  return ({ track }) => {
    let element: EventTarget | null = null;
    let count = 0;
    let at = 0;

    function onClick({ target, timeStamp }: MouseEvent): void {
      const goesOn = target === element && timeStamp - at <= gapMs;
      count = goesOn ? count + 1 : 1;
      element = target;
      at = timeStamp;
      // Never the element's text: it may be somebody's own.
      if (count === clicks && target instanceof Element) {
        track("rage_click", { element_tag: target.localName, element_id: target.id });
      }
    }

    // Capturing: the page may stop the event on its way.
    addEventListener("click", onClick, true);
    return () => removeEventListener("click", onClick, true);
  };
}

import { onAddress } from "./address.ts";
import type { Plugin } from "./api.ts";
import { untilStopped } from "./until-stopped.ts";

/** What shows that somebody is there. Not `scroll`: carousels scroll by themselves, and people by these. */
const activities = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"];
/** How long somebody who did something is taken to be there, in milliseconds. */
const activeMs = 30_000;
/** Less is not worth an event, in milliseconds. */
const engagedMsMin = 1000;

/**
 * Tracks a `user_engagement` with `engagement_time_msec`: how long the page was visible and its visitor active, which
 * they are for 30 s after they moved or pressed something, and after the page came into view. Sent when the page
 * hides or its address changes, once there is 1 s or more; what was sent before is not counted again.
 *
 * Browsers without the Navigation API tell of a changed address when it has changed: there the time is sent under the
 * next address, as GA4 does.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [engagement()] })
 */
export function engagement(): Plugin {
  return untilStopped(({ track }, signal) => {
    // Capturing, and so before the client's own listeners, which send what waits when the page hides.
    const options = { capture: true, passive: true, signal };
    /** Counted and not yet sent, in milliseconds. */
    let engagedMs = 0;
    /** Until when it was counted. Like all times here on the clock of `performance`, which nobody sets. */
    let countedAt = 0;
    /** Time counts until then and no further, however long the machine slept. */
    let activeUntil = 0;

    function count(): void {
      const now = performance.now();
      engagedMs += Math.max(0, Math.min(now, activeUntil) - countedAt);
      countedAt = now;
    }

    function act(): void {
      count();
      if (!document.hidden) activeUntil = countedAt + activeMs;
    }

    function send(): void {
      count();
      if (engagedMs < engagedMsMin) return;
      track("user_engagement", { engagement_time_msec: Math.round(engagedMs) });
      engagedMs = 0;
    }

    function hide(): void {
      send();
      activeUntil = 0;
    }

    function beforeNavigate({ destination }: NavigateEvent): void {
      if (destination.sameDocument && location.href.split("#")[0] !== destination.url.split("#")[0]) send();
    }

    function startAnew(): void {
      send();
      engagedMs = 0;
    }

    for (const activity of activities) addEventListener(activity, act, options);
    addEventListener("visibilitychange", () => (document.hidden ? hide() : act()), options);
    addEventListener("pagehide", hide, options);
    window.navigation?.addEventListener("navigate", beforeNavigate, options);
    onAddress(startAnew, signal);
    signal.addEventListener("abort", send);
    act();
  });
}

// An entry of its own, `@riacho/sdk/web-vitals`: who does not import it needs no library.

import { type MetricType, onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";
import type { Plugin } from "./api.ts";

/**
 * Tracks a `web_vital` for each of TTFB, FCP, LCP, CLS and INP, as Chrome's library defines them. TTFB and FCP come as the
 * page loads, LCP at the first interaction or when the page hides, CLS and INP when it hides. These two may come again
 * with a higher value if the page is shown again: of one `metric_id` the last counts.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [webVitals()] })
 */
export function webVitals(): Plugin {
  return ({ track }) => {
    let isStopped = false;

    // The library listens to the hiding page on window in the capture phase, and so reports before the client sends.
    function report({ name, value, rating, id, navigationType }: MetricType): void {
      if (isStopped) return;
      track("web_vital", {
        metric_name: name,
        metric_value: value,
        metric_rating: rating,
        metric_id: id,
        navigation_type: navigationType,
      });
    }

    for (const listen of [onTTFB, onFCP, onLCP, onCLS, onINP]) listen(report);
    // The library cannot be told to stop.
    return () => {
      isStopped = true;
    };
  };
}

import type { Plugin } from "./api.ts";
import { clicks } from "./clicks.ts";
import { engagement } from "./engagement.ts";
import { forms } from "./forms.ts";
import { pageFacts } from "./page-facts.ts";
import { pageViews } from "./page-views.ts";
import { scrollDepth } from "./scroll-depth.ts";
import { siteSearch } from "./site-search.ts";
import { type VisitorsOptions, visitors } from "./visitors.ts";

/** What `autocapture()` tracks, each of which can be switched off. */
const captures = { engagement, scrollDepth, clicks, forms, siteSearch, pageViews };

/** Each is on unless it is `false`. */
export interface AutocaptureOptions extends VisitorsOptions {
  pageViews?: boolean;
  clicks?: boolean;
  forms?: boolean;
  scrollDepth?: boolean;
  engagement?: boolean;
  siteSearch?: boolean;
}

/**
 * Everything at once: `pageFacts()`, `visitors()`, and all that is captured by itself except errors and web vitals. Who
 * counts bytes imports plugins one by one instead.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [autocapture({ forms: false })] })
 */
export function autocapture(options: AutocaptureOptions = {}): Plugin {
  return (client) => {
    const wanted = Object.entries(captures).filter(
      ([name]) => options[name as keyof AutocaptureOptions] !== false,
    );
    const stops = [pageFacts(), visitors(options), ...wanted.map(([, capture]) => capture())].map((plugin) =>
      plugin(client),
    );
    return () => {
      for (const stop of stops) stop();
    };
  };
}

import type { Plugin } from "./api.ts";
import { clicks } from "./clicks.ts";
import { engagement } from "./engagement.ts";
import { forms } from "./forms.ts";
import { pageFacts } from "./page-facts.ts";
import { type PageViewsOptions, pageViews } from "./page-views.ts";
import { scrollDepth } from "./scroll-depth.ts";
import { type SiteSearchOptions, siteSearch } from "./site-search.ts";
import { type VisitorsOptions, visitors } from "./visitors.ts";

type Capture = Exclude<keyof AutocaptureOptions, "consent">;

/** What `autocapture()` tracks, each of which can be switched off. */
const captures: Record<Capture, (own: object) => Plugin> = {
  engagement,
  scrollDepth,
  clicks,
  forms,
  siteSearch,
  pageViews,
};

/** Each is on unless it is `false`; some take options of their own. What is none of them is named in the console. */
export interface AutocaptureOptions extends VisitorsOptions {
  pageViews?: boolean | PageViewsOptions;
  clicks?: boolean;
  forms?: boolean;
  scrollDepth?: boolean;
  engagement?: boolean;
  siteSearch?: boolean | SiteSearchOptions;
}

/**
 * Everything at once: `pageFacts()`, `visitors()`, and all that is captured by itself except errors and web vitals. Who
 * counts bytes imports plugins one by one instead.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [autocapture({ forms: false })] })
 */
export function autocapture(options: AutocaptureOptions = {}): Plugin {
  return (client) => {
    const { consent, ...others } = options;
    let isStarted = false;

    /** Also asked for facts: what the host tracks comes after the view of its page. It has none. */
    function start(): undefined {
      if (isStarted) return;
      isStarted = true;
      for (const name of Object.keys({ ...captures, ...others }) as Capture[]) {
        const capture = captures[name];
        const own = others[name];
        if (capture) {
          // The last one is stopped first: it wraps the others.
          if (own !== false) stops.unshift(capture(Object(own))(client));
        } else {
          // A typing error, or what another tool has put on the script tag.
          console.warn(`riacho: autocapture: expected ${Object.keys({ consent, ...captures })}, got ${name}`);
        }
      }
    }

    const askFirst: Plugin = ({ addFacts }) => addFacts(start);
    const stops = [pageFacts(), visitors({ consent }), askFirst].map((plugin) => plugin(client));
    // In a task of its own: a page that calls `init` is just loading. It may end before that.
    setTimeout(start);
    addEventListener("pagehide", start, true);
    return () => {
      isStarted = true;
      removeEventListener("pagehide", start, true);
      for (const stop of stops) stop();
    };
  };
}

import type { Facts } from "@riacho/contract/columns";
import { sdkVersion } from "./version.ts";

/** Starts reading the page's facts. In a single-page app the previous address becomes the referrer. */
export function createPageFacts(): () => Facts {
  let url = location.href;
  let referrer = document.referrer;
  const fixed: Facts = {
    language: navigator.language,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen_width: screen.width,
    screen_height: screen.height,
    sdk_version: sdkVersion,
  };
  return () => {
    if (location.href !== url) {
      referrer = url;
      url = location.href;
    }
    return {
      ...fixed,
      page_url: url,
      page_path: location.pathname,
      page_title: document.title,
      page_referrer: referrer || undefined,
      viewport_width: innerWidth,
      viewport_height: innerHeight,
    };
  };
}

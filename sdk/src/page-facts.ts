import type { Facts } from "@riacho/contract/columns";
import type { Plugin } from "./api.ts";
import { readCampaign } from "./campaign.ts";
import { toPublicUrl } from "./public-url.ts";
import { sdkVersion } from "./version.ts";

/**
 * Gives every event the page and the device it happened on: address, path, title, referrer, campaign, language, time
 * zone, screen and viewport. Addresses lose their secrets: values of parameters such as `token` or `email`. In a
 * single-page app the previous address becomes the referrer.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [pageFacts()] })
 */
export function pageFacts(): Plugin {
  return ({ addFacts }) => {
    let url = "";
    let referrer = document.referrer;
    /** What the address says. Read again when it has changed: reading it costs more than all else. */
    let place: Facts = {};
    const fixed: Facts = {
      language: navigator.language,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen_width: screen.width,
      screen_height: screen.height,
      sdk_version: sdkVersion,
    };
    return addFacts(() => {
      if (location.href !== url) {
        referrer = url || referrer;
        url = location.href;
        place = {
          ...readCampaign(location.search),
          page_url: toPublicUrl(url),
          page_path: location.pathname,
          page_referrer: toPublicUrl(referrer) || undefined,
        };
      }
      return {
        ...fixed,
        ...place,
        page_title: document.title,
        viewport_width: innerWidth,
        viewport_height: innerHeight,
      };
    });
  };
}

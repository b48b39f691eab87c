// The page and the device, as facts. Read once for all clients of a page.

import type { Facts } from "@riacho/contract/columns";
import { toPublicUrl } from "@riacho/contract/public-url";
import { readCampaign } from "./campaign.ts";
import { sdkVersion } from "./version.ts";

/** What does not change while the page lives. Read with the first event: asking for the time zone takes milliseconds. */
let fixed: Facts | undefined;
let url = "";
let referrer = "";
/** What the address says. Read again when it has changed: reading it costs more than all else. */
let place: Facts = {};

export function readPage(): Facts {
  fixed ??= {
    language: navigator.language,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen_width: screen.width,
    screen_height: screen.height,
    sdk_version: sdkVersion,
  };
  if (location.href !== url) {
    referrer = url || document.referrer;
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
}

// The page and the device, as facts. Read once for all clients of a page.

import { readCampaign } from "@riacho/contract/campaign";
import type { Facts } from "@riacho/contract/columns";
import { toPublicUrl } from "@riacho/contract/public-url";
import { sdkVersion } from "./version.ts";

declare global {
  interface Window {
    /** Not everywhere yet. */
    readonly Temporal?: { Now: { timeZoneId(): string } };
  }
}

let url = "";
/** All but what may change at one address. Reading it costs more than all else. */
let place: Facts = {};

export function readPage(): Facts {
  if (location.href !== url) {
    const page_url = toPublicUrl(location.href);
    place = {
      language: navigator.language,
      // The first use of `Intl` in a page takes Chromium tens of milliseconds, `Temporal` less than one.
      time_zone: window.Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen_width: screen.width,
      screen_height: screen.height,
      sdk_version: sdkVersion,
      // A campaign's term may well be an email address.
      ...readCampaign(new URL(page_url).searchParams),
      page_url,
      page_path: location.pathname,
      page_referrer: toPublicUrl(url || document.referrer) || undefined,
    };
    url = location.href;
  }
  return {
    ...place,
    page_title: document.title,
    viewport_width: innerWidth,
    viewport_height: innerHeight,
  };
}

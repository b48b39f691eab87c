// What the SDK would make of a session's pages: the events of the contract with their facts.

import type { Facts } from "@riacho/contract/columns";
import type { Event } from "@riacho/contract/event";
import type { Device } from "./devices.ts";
import type { PageLoad } from "./diary.ts";
import type { Place } from "./places.ts";
import type { Random } from "./random.ts";
import type { Source } from "./sources.ts";
import { drawUuid } from "./uuid.ts";

/** The version of the SDK whose events these look like. */
const sdkVersion = "0.1.0";

/** An event of the SDK: it always carries the client's time. */
export type TimedEvent = Event & { time: number };

export interface SessionSettings {
  visitor: { id: string; userId: string | null; device: Device; place: Pick<Place, "language" | "timeZone"> };
  source: Pick<Source, "referrer" | "campaign">;
  /** The shop's origin, such as `http://localhost:8080`. */
  origin: string;
  /** The identity given in an earlier session. */
  userId: string | null;
}

/** One session's events in order. From an `identify` on they carry the visitor's identity. */
export function toSessionEvents(
  random: Random,
  loads: readonly PageLoad[],
  { visitor, source, origin, userId }: SessionSettings,
): TimedEvent[] {
  const first = loads[0];
  if (!first) return [];
  const sessionFacts: Facts = {
    visitor_id: visitor.id,
    session_id: drawUuid(random, first.steps[0].at),
    ...source.campaign,
    ...toDeviceFacts(visitor),
    sdk_version: sdkVersion,
  };
  let knownUserId = userId;
  let referrer = source.referrer;
  return loads.flatMap((load, index) => {
    const url = toUrl(origin, load, index === 0 ? source.campaign : null);
    const pageFacts = toPageFacts(load, url, referrer);
    const pageLoad = drawUuid(random, load.steps[0].at);
    referrer = url;
    return load.steps.map(({ name, at, props }, seq): TimedEvent => {
      if (name === "identify") knownUserId = visitor.userId;
      return {
        id: drawUuid(random, at),
        name,
        time: at,
        page_load: pageLoad,
        seq,
        ...sessionFacts,
        ...(knownUserId === null ? {} : { user_id: knownUserId }),
        ...pageFacts,
        ...(props ? { props } : {}),
      };
    });
  });
}

function toDeviceFacts({ device, place }: SessionSettings["visitor"]): Facts {
  return {
    language: place.language,
    time_zone: place.timeZone,
    screen_width: device.screen.width,
    screen_height: device.screen.height,
    viewport_width: device.viewport.width,
    viewport_height: device.viewport.height,
  };
}

function toPageFacts({ path, title }: PageLoad, url: string, referrer: string | null): Facts {
  return {
    page_url: url,
    page_path: path,
    page_title: title,
    ...(referrer ? { page_referrer: referrer } : {}),
  };
}

function toUrl(origin: string, { path, search }: PageLoad, campaign: Source["campaign"]): string {
  const url = new URL(`${path}${search}`, origin);
  for (const [name, value] of Object.entries(campaign ?? {})) url.searchParams.set(name, String(value));
  return url.href;
}

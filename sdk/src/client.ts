import type { Event, Props } from "@riacho/contract/event";
import { eventAgeMaxMs, eventBytesMax, nameLengthMax } from "@riacho/contract/limits";
import { v7 as uuidv7 } from "uuid";
import { adoptAbandoned, leaseKey, storageKey } from "./adopt.ts";
import type { AnyEvents, Client, EventMap, Options } from "./api.ts";
import { readCampaign } from "./campaign.ts";
import { createDelivery, type DropReason } from "./deliver.ts";
import { readOptions } from "./options.ts";
import { createPageFacts } from "./page-facts.ts";
import { listenToPageLife } from "./page-life.ts";
import { createQueue, toQueued } from "./queue.ts";
import { createSender } from "./send.ts";
import { openStorage } from "./storage.ts";
import { createVisitor } from "./visitor.ts";

/** Most events and bytes that may wait, per origin and app. */
const queueEventsMax = 10_000;
const queueBytesMax = 5_000_000;

/**
 * Starts the SDK. Never throws: wrong options are named in the console, and nothing is recorded. On a server it does
 * nothing.
 *
 * With the type of an app's events, `init<ShopEvents>(...)`, names and props are checked when the app is compiled.
 *
 * @example
 * const riacho = init({ appId: "shop", endpoint: "https://t.example.com", plugins: [pageViews()] });
 * riacho.track("sign_up", { method: "email" });
 */
export function init<Events extends EventMap<Events> = AnyEvents>(options: Options): Client<Events>;
export function init(options: Options): Client {
  try {
    if (typeof document !== "undefined") return start(readOptions(options));
  } catch (error) {
    console.error("riacho: off:", error);
  }
  return silent;
}

/** Runs what somebody else gave: its fault must not be the host page's. */
function guard(run: () => void): void {
  try {
    run();
  } catch (error) {
    console.error("riacho:", error);
  }
}

const nothing = (): void => {};
const silent: Client = {
  track: nothing,
  page: nothing,
  identify: nothing,
  reset: nothing,
  flush: async () => {},
  use: nothing,
  close: nothing,
};

function start({ appId, endpoint, plugins }: Required<Options>): Client {
  const now = Date.now;
  const newId = (): string => uuidv7();
  const end = new AbortController();
  const queue = createQueue({ eventsMax: queueEventsMax, bytesMax: queueBytesMax, ageMaxMs: eventAgeMaxMs });
  const storage = openStorage(appId);
  const visitor = createVisitor(appId, newId, end.signal);
  const pageFacts = createPageFacts();
  /** Events given up since the page load began, by reason: said with every later event, so that loss can be counted. */
  let drops: Partial<Record<DropReason, number>> | undefined;
  let pageLoad = newId();
  let seq = 0;
  const stops: (() => void)[] = [];

  function count(reason: DropReason, by: number): void {
    drops = { ...drops, [reason]: (drops?.[reason] ?? 0) + by };
  }

  const delivery = createDelivery({
    queue,
    storage,
    sender: createSender(endpoint, appId, now),
    now,
    random: Math.random,
    newLeaseKey: () => leaseKey(pageLoad, newId()),
    onDropped: count,
    onRejected: (event, message) => console.warn("riacho: rejected:", message, event?.text),
  });

  /** The host page is never thrown at: a caller's bug is counted and said in the console. */
  function track(name: string, props?: Props): void {
    try {
      record(name, props);
    } catch (error) {
      count("invalid", 1);
      console.error("riacho: not recorded:", name, error);
    }
  }

  function record(name: string, props?: Props): void {
    if (typeof name !== "string" || !name || name.length > nameLengthMax) {
      throw new TypeError(`name: expected 1 to ${nameLengthMax} characters`);
    }
    const id = newId();
    const time = now();
    const event: Event = {
      id,
      name,
      time,
      page_load: pageLoad,
      seq: seq++,
      ...visitor.facts(time, readCampaign(location.search)),
      ...pageFacts(),
      dropped: drops && JSON.stringify(drops),
      props,
    };
    const queued = toQueued(id, storageKey(pageLoad, id), JSON.stringify(event), time);
    if (queued.bytes > eventBytesMax)
      throw new TypeError(`expected ${eventBytesMax} bytes at most, got ${queued.bytes}`);
    delivery.add(queued);
  }

  function begin(): () => void {
    return adoptAbandoned({ appId, pageLoad, storage, now, add: delivery.add });
  }

  let letGo = begin();

  function restore(): void {
    // Another page may have adopted the events meanwhile: what is stored comes back by adoption or not at all.
    if (storage.works()) queue.settle(queue.all());
    pageLoad = newId();
    seq = 0;
    drops = undefined;
    letGo = begin();
  }

  const client: Client = {
    track,
    page: (props) => track("page_view", props),
    identify(userId, traits) {
      guard(() => visitor.identify(userId));
      track("identify", traits);
    },
    reset: visitor.reset,
    flush: delivery.flush,
    use: (plugin) => guard(() => stops.push(plugin(client))),
    close() {
      for (const stop of stops.splice(0)) guard(stop);
      end.abort();
      delivery.hide();
      delivery.stop();
      letGo();
    },
  };

  listenToPageLife(
    { onHide: delivery.hide, onLeave: () => letGo(), onRestore: restore, onOnline: delivery.run },
    end.signal,
  );
  for (const plugin of plugins) client.use(plugin);
  return client;
}

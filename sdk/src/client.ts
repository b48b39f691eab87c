import type { Facts } from "@riacho/contract/columns";
import type { Props } from "@riacho/contract/event";
import { eventBytesMax } from "@riacho/contract/limits";
import { adoptAbandoned } from "./adopt.ts";
import type {
  AnyEvents,
  Change,
  Client,
  Draft,
  DropReason,
  EventMap,
  Judge,
  Notice,
  Options,
} from "./api.ts";
import { createDelivery } from "./deliver.ts";
import { newId } from "./id.ts";
import { readEndpoint } from "./options.ts";
import { listenToPageLife } from "./page-life.ts";
import { createQueue, toQueued } from "./queue.ts";
import { createSender } from "./send.ts";
import { openStorage } from "./storage.ts";

/**
 * Starts the SDK. Never throws: wrong options are named in the console, and nothing is recorded. On a server it does
 * nothing.
 *
 * With the type of an app's events, `init<ShopEvents>(...)`, names and props are checked when the app is compiled.
 *
 * @example
 * const riacho = init({ appId: "shop", endpoint: "https://t.example.com", plugins: [autocapture()] });
 * riacho.track("sign_up", { method: "email" });
 */
export function init<Events extends EventMap<Events> = AnyEvents>(options: Options): Client<Events>;
export function init(options: Options): Client {
  try {
    if (globalThis.document) return start(options);
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

/** Most events that are held until they may be judged: as many as the queue takes. */
const heldMax = 10_000;

const nothing = (): void => {};
const silent: Client = {
  appId: "",
  track: nothing,
  page: nothing,
  setGlobal: nothing,
  identify: nothing,
  group: nothing,
  reset: nothing,
  consent: nothing,
  flush: async () => {},
  use: nothing,
  beforeSend: () => nothing,
  addFacts: () => nothing,
  observe: () => nothing,
  gate: nothing,
  close: nothing,
};

/** A list that one is in until one's stop is called. */
const addTo =
  <Item>(items: Set<Item>) =>
  (item: Item): (() => void) => {
    items.add(item);
    return () => items.delete(item);
  };

function start(options: Options): Client {
  const { appId, plugins = [], beforeSend, credentials } = options;
  const endpoint = readEndpoint(options);
  const end = new AbortController();
  const queue = createQueue();
  const storage = openStorage(appId);
  const facts = new Set<() => Facts | undefined>();
  const changes = new Set<Change>();
  const observers = new Set<(notice: Notice) => void>();
  /** Events given up since the page load began, by reason: said with every later event, so that loss can be counted. */
  let drops: Partial<Record<DropReason, number>> | undefined;
  let globals: Props | null = null;
  let judge: Judge = (event) => [event];
  let isHolding = false;
  /** New events that nobody may judge yet. */
  const held: Draft[] = [];
  let pageLoad = newId();
  let seq = 0;
  let adoption: AbortController | undefined;
  const stops: (() => void)[] = [];

  const delivery = createDelivery(
    queue,
    storage,
    createSender(endpoint, appId, credentials, options.fetch),
    notice,
  );

  function notice(what: Notice): void {
    if (what.kind === "dropped") count(what.reason, what.events.length);
    if (what.kind === "answered" && what.outcome.kind === "settled") {
      for (const { index, message } of what.outcome.answer.rejected) {
        console.warn("riacho: rejected:", message, what.events[index]?.text);
      }
    }
    for (const observe of observers) guard(() => observe(what));
  }

  function count(reason: DropReason, by: number): void {
    drops = { ...drops, [reason]: (drops?.[reason] ?? 0) + by };
  }

  function track(name: string, props?: Props, own?: Facts): void {
    const draft: Draft = { name, time: Date.now(), props: globals ? { ...globals, ...props } : props };
    for (const read of facts) guard(() => Object.assign(draft, read()));
    Object.assign(draft, own);
    admit(draft);
  }

  /** The host page is never thrown at: a caller's bug is counted and said in the console. */
  function admit(draft: Draft): void {
    try {
      if (!isHolding) for (const judged of judge(draft)) enqueue(judged);
      else if (held.push(JSON.parse(JSON.stringify(draft))) > heldMax) {
        held.shift();
        count("full", 1);
      }
    } catch (error) {
      count("invalid", 1);
      console.error("riacho: not recorded:", draft.name, error);
    }
  }

  function enqueue(draft: Draft): void {
    for (const change of changes) {
      const changed = change(draft);
      if (changed === null) return;
      // Whoever changed it in place may have given nothing back.
      draft = changed || draft;
    }
    const queued = toQueued(pageLoad, {
      ...draft,
      id: `${pageLoad}-${seq}`,
      page_load: pageLoad,
      seq: seq++,
      dropped: drops && JSON.stringify(drops),
    });
    if (queued.bytes > eventBytesMax)
      throw new TypeError(`expected ${eventBytesMax} bytes at most, got ${queued.bytes}`);
    delivery.add(queued);
  }

  function gate(next: Judge | null): void {
    isHolding = !next;
    if (!next) return;
    judge = next;
    guard(() => delivery.judge(next));
    held.splice(0).forEach(admit);
    adopt();
  }

  /** Unless it is under way, or must wait: what is stored is judged as well. */
  function adopt(): void {
    if (isHolding || adoption) return;
    adoption = new AbortController();
    adoptAbandoned(appId, pageLoad, storage, (event) => judge(event), delivery.add, adoption.signal);
  }

  function restore(): void {
    // Another page may have adopted the events meanwhile: what is stored comes back by adoption or not at all.
    if (storage.works()) queue.settle(queue.all());
    pageLoad = newId();
    seq = 0;
    drops = undefined;
    adopt();
  }

  function leave(): void {
    delivery.hide();
    adoption?.abort();
    adoption = undefined;
  }

  const client: Client = {
    ...silent,
    appId,
    track,
    page: (props, own) => track("page_view", props, own),
    setGlobal(props) {
      globals = props && { ...globals, ...props };
    },
    flush: delivery.flush,
    use: (plugin) => guard(() => stops.push(plugin(client))),
    beforeSend: addTo(changes),
    addFacts: addTo(facts),
    observe: addTo(observers),
    gate,
    close() {
      for (const stop of stops.splice(0)) guard(stop);
      end.abort();
      // Nobody would send what is adopted from now on.
      client.gate = nothing;
      leave();
      delivery.stop();
    },
  };

  if (beforeSend) changes.add(beforeSend);
  listenToPageLife(delivery.hide, leave, restore, delivery.run, end.signal);
  for (const plugin of plugins) client.use(plugin);
  adopt();
  return client;
}

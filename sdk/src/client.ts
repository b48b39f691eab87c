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

/** Most new events that wait to be judged: as many as the queue takes. */
const draftsMax = 10_000;
/** So many of them are judged and queued in one task: a burst must not hold up the page. */
const taskDraftsMax = 100;

type Nothing = () => Nothing;
/** What the methods of a client do that does nothing, and the stops that they give. */
const nothing: Nothing = () => nothing;
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
  beforeSend: nothing,
  addFacts: nothing,
  observe: nothing,
  gate: nothing,
  admit: nothing,
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
  /** New events that were not judged yet. */
  const drafts: Draft[] = [];
  /**
   * Whether they are seen to without being asked. At first in a task of its own: what storage, locks and cookies are first
   * asked waits for other processes, and a page that calls `init` is just loading.
   */
  let isScheduled = true;
  /** Empty until the first event is queued. */
  let pageLoad = "";
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

  /**
   * Runs what somebody else gave: its fault must not be the host page's.
   *
   * @param lost says which event it costs, if it throws
   */
  function guard(run: () => void, lost = ""): void {
    try {
      run();
    } catch (error) {
      console.error(`riacho:${lost}`, error);
      if (lost) count("invalid", 1);
    }
  }

  /** Only takes down what is said: the rest need not keep its caller waiting. */
  function track(name: string, props?: Props, own?: Facts): void {
    guard(() => {
      // The host may change its objects.
      const draft: Draft = JSON.parse(
        JSON.stringify({ time: Date.now(), name, props: globals ? { ...globals, ...props } : props }),
      );
      for (const read of facts) guard(() => Object.assign(draft, read()));
      if (drafts.push(Object.assign(draft, own)) > draftsMax) {
        drafts.shift();
        count("full", 1);
      }
      if (!isScheduled) queueMicrotask(admitSome);
      isScheduled = true;
    }, ` not recorded: ${name}`);
  }

  /** Judges and queues what was tracked: so many events at most, with those that are tracked meanwhile. */
  function admitSome(max = taskDraftsMax): void {
    if (isHolding) return;
    pageLoad ||= newId();
    if (!adoption) {
      adoption = new AbortController();
      // What is stored is judged as well.
      adoptAbandoned(appId, pageLoad, storage, (event) => judge(event), delivery.add, adoption.signal);
    }
    while (max-- && drafts[0]) {
      const draft = drafts.shift() as Draft;
      guard(() => judge(draft).forEach(enqueue), ` not recorded: ${draft.name}`);
    }
    if (drafts[0]) setTimeout(admitSome);
    else isScheduled = false;
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
      throw new TypeError(`expected at most ${eventBytesMax} bytes, got ${queued.bytes}`);
    delivery.add(queued);
  }

  function gate(next: Judge | null): void {
    // Still by the judge of their time.
    if (drafts[0]) admit();
    isHolding = !next;
    if (!next) return;
    judge = next;
    guard(() => delivery.judge(next));
    setTimeout(admitSome);
  }

  function restore(): void {
    // Another page may have adopted the events meanwhile: what is stored comes back by adoption or not at all.
    if (storage.works()) queue.settle(queue.all());
    pageLoad = "";
    seq = 0;
    drops = undefined;
    adoption = undefined;
    admitSome();
  }

  function admit(): void {
    admitSome(draftsMax);
  }

  function hide(): void {
    admit();
    delivery.hide();
  }

  function leave(): void {
    hide();
    // From now on nobody would send what is adopted.
    adoption ??= new AbortController();
    adoption.abort();
  }

  const client: Client = {
    ...silent,
    appId,
    track,
    page: (props, own) => track("page_view", props, own),
    setGlobal(props) {
      globals = props && { ...globals, ...props };
    },
    flush() {
      admit();
      return delivery.flush();
    },
    // Stopped the other way round: what was put upon something else goes first.
    use: (plugin) => guard(() => stops.unshift(plugin(client))),
    beforeSend: addTo(changes),
    addFacts: addTo(facts),
    observe: addTo(observers),
    gate,
    admit,
    close() {
      for (const stop of stops.splice(0)) guard(stop);
      end.abort();
      leave();
      delivery.stop();
    },
  };

  if (beforeSend) changes.add(beforeSend);
  listenToPageLife(hide, leave, restore, delivery.run, end.signal);
  for (const plugin of plugins) client.use(plugin);
  setTimeout(admitSome);
  return client;
}

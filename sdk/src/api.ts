// What a host page meets.

import type { Facts } from "@riacho/contract/columns";
import type { Event, Props } from "@riacho/contract/event";
import type { Outcome } from "./outcome.ts";
import type { Queued } from "./queue.ts";

export type { Outcome, Queued };

/** What `init()` takes. */
export interface Options {
  /** The app's id, as the collector knows it. */
  appId: string;
  /** The collector's URL, such as `https://t.example.com`. Default: the page's own origin. */
  endpoint?: string;
  /** What is known and captured by itself, such as `autocapture()`. Default: nothing. */
  plugins?: Plugin[];
  /** As `client.beforeSend`, from the start. Default: every event is sent as it is. */
  beforeSend?: Change;
  /**
   * Whether requests carry cookies, as `credentials: "include"` does for fetch, so that a collector of the page's own
   * site can renew the visitor's. No answer can be read where the collector does not expect it. Default: false.
   */
  credentials?: boolean;
  /** What sends requests, such as `gzip()`. Default: the page's `fetch`, as it is at that time. */
  fetch?: typeof fetch;
}

/**
 * Something that knows or captures by itself: it is given the client and gives back its stop.
 *
 * @example
 * const resizes: Plugin = ({ track }) => {
 *   const onResize = () => track("resize", { width: innerWidth });
 *   addEventListener("resize", onResize);
 *   return () => removeEventListener("resize", onResize);
 * };
 */
export type Plugin = (client: Client) => () => void;

/** An event before it has its id and its place in the queue. */
export type Draft = Omit<Event, "id" | "seq">;

/** Gives a draft back, changed or not, or null where nothing must be recorded. A draft may be changed in place. */
export type Change = (draft: Draft) => Draft | null;

/** Judges an event: what is given back goes on in its place. One that waits has its `id` already, a new one not yet. */
export type Judge = (event: Draft & Partial<Event>) => Draft[];

/**
 * Whether a visitor may be recognised.
 *
 * - `granted`: visitor, session and user are stored and sent.
 * - `anonymous`: events are sent; no identifier is stored or sent.
 * - `pending`: events are held in memory, neither stored nor sent, until another mode is set; at most 1,000, and until the
 *   page ends. What was recorded before goes on.
 * - `denied`: nothing is recorded, and what was stored or waits is erased.
 */
export type Consent = "granted" | "anonymous" | "pending" | "denied";

/** Why the SDK gave an event up. */
export type DropReason = "full" | "expired" | "refused" | "invalid" | "off";

/** What happened to events. */
export type Notice =
  | { kind: "sent"; events: Queued[] }
  | { kind: "answered"; events: Queued[]; outcome: Outcome }
  | { kind: "dropped"; events: Queued[]; reason: DropReason };

/**
 * What the events of an app are called and which props each takes. `undefined` makes props optional.
 *
 * @example
 * interface ShopEvents {
 *   add_to_cart: { currency: string; value: number };
 *   logout: undefined;
 * }
 */
export type EventMap<Events> = { [Name in keyof Events]: object | undefined };

/** Any name, with any props. */
export type AnyEvents = { [name: string]: Props | undefined };

/** Props may be left out where the event's type allows it, and must not be where it does not. */
export type PropsOf<EventProps> = undefined extends EventProps ? [props?: EventProps] : [props: EventProps];

/** What a page calls. With the type of an app's events, names and props are checked when the app is compiled. */
export interface Client<Events extends EventMap<Events> = AnyEvents> {
  /** The app's id. */
  readonly appId: string;
  /**
   * Records that something happened. Never throws, never waits.
   *
   * @param name 1 to 64 characters, snake_case by advice; GA4's name where there is one
   * @param props JSON, at most 32 KB; what JSON cannot hold is refused with a line in the console
   * @example riacho.track("add_to_cart", { currency: "EUR", value: 12.5 })
   */
  track<Name extends keyof Events & string>(name: Name, ...props: PropsOf<Events[Name]>): void;
  /** Records a `page_view`. The `pageViews()` plugin does it by itself. */
  page(props?: Props): void;
  /**
   * Props of every later event in this page; an event's own win.
   *
   * @param props null takes all of them back
   * @example riacho.setGlobal({ tenant: "acme" })
   */
  setGlobal(props: Props | null): void;
  /**
   * Says who the visitor is, from now on and in the next visits: `user_id` in every event. Recorded as `identify`. Like
   * the three that follow it takes the `visitors()` plugin, which `autocapture()` has.
   *
   * @example riacho.identify("user-42", { plan: "pro" })
   */
  identify(userId: string, traits?: Props): void;
  /** Says which group the visitor acts for, such as a company: `group_id` in every event. Recorded as `group`. */
  group(groupId: string, traits?: Props): void;
  /** Forgets visitor, session, user and group, in all tabs: call it on logout of a shared device. */
  reset(): void;
  /**
   * Sets whether the visitor may be recognised, in all tabs, for what is to come and for what waits.
   *
   * @example banner.onAccept(() => riacho.consent("granted"))
   */
  consent(mode: Consent): void;
  /** Sends until nothing waits or a try fails. Never rejects. */
  flush(): Promise<void>;
  /** Starts a plugin. */
  use(plugin: Plugin): void;
  /**
   * Sees every event before it is stored or sent, and may change or drop it.
   *
   * @returns stop
   * @example riacho.beforeSend((event) => (event.page_path?.startsWith("/admin") ? null : event))
   */
  beforeSend(change: Change): () => void;
  /** For plugins: gives the facts of every later event, read when it is tracked. @returns stop */
  addFacts(read: () => Facts): () => void;
  /** For plugins: hears what happens to events. @returns stop */
  observe(listener: (notice: Notice) => void): () => void;
  /** For plugins: judges every event, those that wait as well; null holds new ones in memory until there is a judge. */
  gate(judge: Judge | null): void;
  /** Sends what waits and stops everything that was started. What was not answered is sent by the next page. */
  close(): void;
}

// What a host page meets.

import type { Facts } from "@riacho/contract/columns";
import type { Event, Props } from "@riacho/contract/event";
import type { Outcome } from "./outcome.ts";
import type { Queued } from "./queue.ts";

export type { Outcome, Queued };

/**
 * What `init()` takes. Without an app id, or with an endpoint that is no URL, the SDK is off and the console says so.
 *
 * @example
 * init({
 *   appId: "shop",
 *   endpoint: "https://t.example.com",
 *   plugins: [autocapture()],
 *   beforeSend: (event) => (event.page_path?.startsWith("/admin") ? null : event),
 *   credentials: true,
 * });
 */
export interface Options {
  /** The app's id, as the collector knows it. For one that it does not know it refuses everything: the events wait. */
  appId: string;
  /**
   * The collector's URL, such as `https://t.example.com`: with its scheme, without `/v1/events`. Default: the page's own
   * origin.
   */
  endpoint?: string;
  /** What is known and captured by itself, such as `autocapture()`, started in this order. Default: nothing. */
  plugins?: Plugin[];
  /** As `client.beforeSend`, before what plugins record as they start. Default: every event is sent as it is. */
  beforeSend?: Change;
  /**
   * Whether requests carry cookies, as `credentials: "include"` does for fetch, so that a collector of the page's own
   * site can renew the visitor's. Where the collector does not expect it no answer can be read, and events are sent again
   * and again. Default: false.
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

/**
 * Gives a draft back, changed or not, or null where nothing must be recorded. A draft may be changed in place.
 *
 * @example
 * const withoutTitle: Change = (draft) => ({ ...draft, page_title: "" });
 */
export type Change = (draft: Draft) => Draft | null;

/**
 * Judges an event: what is given back goes on in its place, none where it must not be recorded. One that waits has its
 * `id` already, and goes on as one or not at all; a new one has none yet. It must not throw.
 */
export type Judge = (event: Draft & Partial<Event>) => Draft[];

/**
 * Whether a visitor may be recognised.
 *
 * - `granted`: visitor, session and user are stored and sent.
 * - `anonymous`: events are sent; no identifier is stored or sent.
 * - `pending`: events are held in memory, neither stored nor sent, until another mode is set; at most 10,000, and until the
 *   page ends. What was recorded before goes on.
 * - `denied`: nothing is recorded, and what was stored or waits is erased.
 */
export type Consent = "granted" | "anonymous" | "pending" | "denied";

/**
 * Why the SDK gave an event up.
 *
 * - `full`: more waited than the queue takes (10,000 events, or 5 MB), or more was held than `pending` allows; the oldest went.
 * - `expired`: it waited for 14 days.
 * - `refused`: the request was refused with this event alone in it.
 * - `invalid`: it cannot be sent: too large, not JSON, or what changes or judges it threw.
 * - `off`: the collector has switched the app off, or the client was closed.
 */
export type DropReason = "full" | "expired" | "refused" | "invalid" | "off";

/**
 * What happened to events.
 *
 * - `sent`: they left in one request.
 * - `answered`: what its answer means for them; a network error is a `retry` too.
 * - `dropped`: they were given up. Those that never were queued, being `invalid` or held, are not told of.
 */
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
  /** The app's id, as given to `init()`. Empty where the SDK is off. */
  readonly appId: string;
  /**
   * Records that something happened. Never throws, never waits. An event that cannot be sent is named in the console and
   * counted as `invalid`.
   *
   * @param name 1 to 64 characters, snake_case by advice; GA4's name where there is one
   * @param props JSON; with its facts an event has at most 32 KB. Functions are left out as in JSON, a BigInt or a cycle
   *   costs the event
   * @example riacho.track("add_to_cart", { currency: "EUR", value: 12.5 })
   */
  track<Name extends keyof Events & string>(name: Name, ...props: PropsOf<Events[Name]>): void;
  /**
   * Records a `page_view`. The `pageViews()` plugin, which `autocapture()` has, does it by itself.
   *
   * @param props as for `track`. Default: none
   * @param facts of a page that is not the document's, such as a dialog that counts as one. They win over those of
   *   plugins. Default: none
   * @example riacho.page({ layout: "compact" }, { page_path: "/basket", page_title: "Basket" })
   */
  page(props?: Props, facts?: Facts): void;
  /**
   * Props of every later event in this page, also of those that plugins track, but not of `first_visit` and
   * `session_start`; an event's own win. What an earlier call gave stays. Not kept for the next page.
   *
   * @param props as for `track`: what cannot be sent costs every later event. null takes all of them back
   * @example riacho.setGlobal({ tenant: "acme" })
   */
  setGlobal(props: Props | null): void;
  /**
   * Says who the visitor is, from now on and in the next visits, until `reset`: `user_id` in every event. Recorded as
   * `identify`. Like the three that follow it takes the `visitors()` plugin, which `autocapture()` has, and does nothing
   * without. Where the visitor may not be recognised yet it holds from the consent on.
   *
   * @param userId your own id of the user, better no email address
   * @param traits props of that one `identify`. Default: none
   * @example riacho.identify("user-42", { plan: "pro" })
   */
  identify(userId: string, traits?: Props): void;
  /**
   * Says which group the visitor acts for, such as a company, as `identify` does for the user: `group_id` in every event.
   * Recorded as `group`.
   *
   * @param groupId your own id of the group
   * @param traits props of that one `group`. Default: none
   * @example riacho.group("acme", { seats: 20 })
   */
  group(groupId: string, traits?: Props): void;
  /**
   * Forgets visitor, session, user and group, in all tabs: call it on logout of a shared device. The next event is of
   * somebody else, in a session of their own; what was tracked before stays whose it was. Consent and global props stay.
   *
   * @example
   * riacho.track("logout");
   * riacho.reset();
   */
  reset(): void;
  /**
   * Sets whether the visitor may be recognised, in all tabs, for what is to come and for what waits. Not remembered: say
   * it in every page.
   *
   * @param mode another word than the four changes nothing, and is named in the console
   * @example banner.onAccept(() => riacho.consent("granted"))
   */
  consent(mode: Consent): void;
  /**
   * Sends until nothing waits or a try fails, at once unless the collector asked to wait. It is not needed before a page
   * is left. A page view that waits for its title is not yet there to be sent.
   *
   * @returns a promise that never rejects, and does not say whether all was delivered: `observe` does
   * @example await riacho.flush()
   */
  flush(): Promise<void>;
  /**
   * Starts a plugin, which `close` stops. One that throws is named in the console and costs no other.
   *
   * @example riacho.use(siteSearch())
   */
  use(plugin: Plugin): void;
  /**
   * Sees every event once, after consent has let it pass and before it is stored or sent, and may change or drop it. Of
   * several each sees what the one before gave. If it throws, the event is not recorded, and counted as `invalid`.
   *
   * @returns stop
   * @example riacho.beforeSend((event) => (event.page_path?.startsWith("/admin") ? null : event))
   */
  beforeSend(change: Change): () => void;
  /**
   * For plugins: gives the facts of every later event, read when it is tracked. The last one to give a fact wins. If it
   * throws, the event goes without.
   *
   * @param read gives facts under the names of their columns; others are left out by the collector
   * @returns stop
   * @example
   * const compact: Plugin = ({ addFacts }) => addFacts(() => ({ page_path: location.pathname.toLowerCase() }));
   */
  addFacts(read: () => Facts | undefined): () => void;
  /**
   * For plugins: hears what happens to events. What it throws is said in the console.
   *
   * @returns stop
   * @example
   * const warn: Plugin = ({ observe }) =>
   *   observe((notice) => notice.kind === "dropped" && console.warn(notice.reason, notice.events.length));
   */
  observe(listener: (notice: Notice) => void): () => void;
  /**
   * For plugins: judges every event, those that wait as well. There is one judge at a time, the last one given: this takes
   * the place of that of `visitors()`, with its identifiers and its consent.
   *
   * @param judge null holds new events in memory until there is a judge, at most 10,000; the oldest go. Default: all go on
   * @example
   * const afterBanner: Plugin = ({ gate }) => {
   *   gate(null);
   *   banner.onAccept(() => gate((event) => [event]));
   *   return () => gate(null);
   * };
   */
  gate(judge: Judge | null): void;
  /**
   * For plugins: judges and queues at once what was tracked, which otherwise happens when the code that tracked it has
   * run. A judge calls it before it changes what it goes by: what was tracked before is judged by what held then.
   *
   * @example
   * const byMember: Plugin = ({ admit, gate }) => {
   *   let isMember = false;
   *   gate((event) => (isMember ? [event] : []));
   *   const change = () => {
   *     admit();
   *     isMember = !isMember;
   *   };
   *   addEventListener("membership", change);
   *   return () => removeEventListener("membership", change);
   * };
   */
  admit(): void;
  /**
   * Sends what waits and stops everything that was started. What was not answered is sent by the next page; what is held
   * for want of consent is lost, and what is tracked afterwards is dropped.
   *
   * @example riacho.close()
   */
  close(): void;
}

// What a host page meets.

import type { Props } from "@riacho/contract/event";

export interface Options {
  /** The app's id, as the collector knows it. */
  appId: string;
  /** The collector's URL, such as `https://t.example.com`. Default: the page's own origin. */
  endpoint?: string;
  /** What is captured by itself, such as `pageViews()`. Default: nothing. */
  plugins?: Plugin[];
}

/** Something that captures by itself: it is given the client and gives back its stop. */
export type Plugin = (client: Client) => () => void;

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

export interface Client<Events extends EventMap<Events> = AnyEvents> {
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
   * Says who the visitor is, from now on and in the next visits: `user_id` in every event. Recorded as `identify`.
   *
   * @example riacho.identify("user-42", { plan: "pro" })
   */
  identify(userId: string, traits?: Props): void;
  /** Forgets visitor, session and user: call it on logout of a shared device. */
  reset(): void;
  /** Sends until nothing waits or a try fails. Never rejects. */
  flush(): Promise<void>;
  /** Starts a plugin. */
  use(plugin: Plugin): void;
  /** Sends what waits and stops everything that was started. What was not answered is sent by the next page. */
  close(): void;
}

// Who visits: visitor, session, user and group, shared by the tabs of an origin and the subdomains of a site.

import type { Facts } from "@riacho/contract/columns";
import type { Props } from "@riacho/contract/event";
import type { Consent, Draft, Judge, Plugin } from "./api.ts";
import { newId } from "./id.ts";
import { attempt, openKept } from "./kept.ts";
import { untilStopped } from "./until-stopped.ts";

/** A session ends after this long without an event, in milliseconds. As in GA4. */
const sessionIdleMs = 30 * 60 * 1000;
/** Activity is written at most this often, in milliseconds: its time need not be exact. */
const activityWriteMs = 10_000;

declare global {
  interface Navigator {
    /** https://w3c.github.io/gpc/: Firefox, Brave, DuckDuckGo, and extensions elsewhere. */
    readonly globalPrivacyControl?: boolean;
  }
}

/** What `visitors()` takes. */
export interface VisitorsOptions {
  /**
   * Whether a visitor may be recognised until `client.consent(mode)` says otherwise. Default: `granted`, or `anonymous`
   * where the browser sends Global Privacy Control.
   */
  consent?: Consent | undefined;
}

/** What is kept of a visitor. */
interface Visitor {
  id: string;
  user?: string | undefined;
  group?: string | undefined;
  session?: Session;
}

interface Session {
  id: string;
  campaign: Facts;
  /** The last activity that was written, in milliseconds since 1970. */
  at: number;
}

/**
 * Recognises visitors: gives every event its visitor, session, user and group, records `first_visit` and
 * `session_start`, and makes `identify`, `group`, `reset` and `consent` work.
 *
 * The visitor is kept for 400 days in a cookie named `riacho-` and the app's id, of the widest domain that takes it, or in
 * localStorage. A session ends after 30 minutes without an event, and where another campaign begins.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [visitors({ consent: "pending" })] })
 */
export function visitors(options: VisitorsOptions = {}): Plugin {
  return untilStopped((client, signal) => {
    const { consent = navigator.globalPrivacyControl ? "anonymous" : "granted" } = options;
    const kept = openKept(`riacho-${client.appId}`, hear, signal);
    /** Null until an event may be recognised, and wherever it may not. */
    let visitor: Visitor | null = null;
    /** What the host said of a visitor who is not recognised yet. */
    let said: Pick<Visitor, "user" | "group"> = {};
    /** Sets once more what was set since the last request left. */
    let setAgain: (() => void) | undefined;

    const judges: Record<Consent, Judge | null> = {
      granted: recognise,
      anonymous: forget,
      pending: null,
      denied: () => [],
    };

    function recognise(event: Draft): Draft[] {
      // What waits was judged when it was new.
      if ("id" in event) return [event];
      const starts = [];
      // Another tab may have been busy meanwhile, and its word of it may be under way.
      if (isIdle(visitor, event)) visitor = readVisitor(kept.read()) ?? visitor;
      if (!visitor) {
        visitor = { id: newId() };
        starts.push("first_visit");
      }
      Object.assign(visitor, said);
      said = {};
      if (joinSession(visitor, event)) starts.push("session_start");
      const { id, user, group, session } = visitor;
      const recognised = {
        ...session?.campaign,
        // Of an event without any: what is kept may be another's.
        props: undefined,
        ...event,
        visitor_id: id,
        user_id: user,
        group_id: group,
        session_id: session?.id,
      };
      return [...starts.map((name) => ({ ...recognised, name, props: undefined })), recognised];
    }

    /** Whether it is a new one. */
    function joinSession(visitor: Visitor, event: Draft): boolean {
      const { time = 0 } = event;
      const campaign = readCampaignFacts(event);
      const isOther = campaign !== "{}" && campaign !== JSON.stringify(visitor.session?.campaign);
      const isNew = isOther || isIdle(visitor, event);
      if (isNew) visitor.session = { id: newId(), campaign: JSON.parse(campaign), at: 0 };
      // On both sides: a clock may have been set back.
      if (Math.abs(time - (visitor.session as Session).at) > activityWriteMs) {
        (visitor.session as Session).at = time;
        queueMicrotask(write);
      }
      return isNew;
    }

    function write(): void {
      const text = JSON.stringify(visitor);
      if (visitor) {
        set(text);
        kept.tell(text);
      }
    }

    function set(text: string): void {
      setAgain = () => kept.write(text);
      setAgain();
    }

    function hear(message: string): void {
      if (message in judges) setConsent(message as Consent);
      else if (visitor) {
        visitor = readVisitor(message);
        // Who tells has written it, and may have written something else since.
        if (visitor) setAgain = () => kept.write(message);
      }
    }

    function setConsent(mode: Consent, isFirst?: boolean): void {
      // A typing error must not send what was not meant to be sent.
      const isKnown = mode in judges;
      if (!isKnown) console.error(`riacho: consent: expected ${Object.keys(judges)}, got ${mode}`);
      else {
        client.gate(judges[mode]);
        if (mode !== "granted") {
          visitor = null;
          // Cookies and storage make a page wait, and at first this one is just loading.
          if (mode !== "pending") isFirst ? setTimeout(() => visitor || set("")) : set("");
        }
      }
    }

    /** Makes a method that says something of the visitor, which the events before it did not know. */
    const say =
      (what: "user" | "group", name: string) =>
      (id: string, traits?: Props): void => {
        client.admit();
        said[what] = toId(id);
        client.track(name, traits);
        client.admit();
        write();
      };

    Object.assign(client, {
      identify: say("user", "identify"),
      group: say("group", "group"),
      reset() {
        client.admit();
        said = {};
        visitor &&= { id: newId() };
        set("");
        write();
      },
      consent(mode) {
        setConsent(mode);
        if (mode in judges) kept.tell(mode);
      },
    } satisfies Partial<typeof client>);
    // The answer of a same-site collector sets the cookie as its request carried it, whatever has become of it since.
    client.observe(({ kind }) => {
      if (kind === "sent") setAgain = undefined;
      else setAgain?.();
    });
    // Until there is a mode.
    client.gate(null);
    setConsent(consent, true);
  });
}

/** Whether no session lasts at an event, nor what somebody else may have put in its place. */
const isIdle = (visitor: Visitor | null, { time = 0 }: Draft): boolean =>
  !(time - (visitor?.session?.at as number) <= sessionIdleMs);

/** An event without what tells whose it is; none where it says nothing else. */
function forget(event: Draft): Draft[] {
  if (/^(first_visit|session_start|identify|group)$/.test(event.name)) return [];
  const { visitor_id, session_id, user_id, group_id, ...rest } = event;
  return [rest];
}

/** As text: what JSON cannot hold would make every later event impossible. */
const toId = (value: unknown): string | undefined => attempt(() => (value ? String(value) : undefined));

function readVisitor(text: string | null | undefined): Visitor | null {
  const visitor = attempt(() => JSON.parse(text as string));
  return visitor?.id ? visitor : null;
}

/** The facts of an event that say where the visit came from, as JSON. */
const readCampaignFacts = (event: Draft): string =>
  JSON.stringify(event, (name, value) => (/^($|utm_|click_id)/.test(name) ? value : undefined));

// Who visits: visitor, session and user, shared by the tabs of one origin.

import type { Facts } from "@riacho/contract/columns";
import type { Campaign } from "./campaign.ts";

/** A session ends after this long without an event, in milliseconds. As in GA4. */
const sessionIdleMs = 30 * 60 * 1000;
/** The last activity is written at most this often, in milliseconds: it need not be exact. */
const activityWriteMs = 10_000;

interface State {
  visitor: string;
  user?: string;
  session?: {
    id: string;
    campaign: Campaign;
    /** Last activity, in milliseconds since 1970. */
    at: number;
  };
}

export interface Visitor {
  /** The facts of an event at this time. A long pause or another campaign begins a new session. */
  facts(now: number, campaign: Campaign | null): Facts;
  identify(userId: string): void;
  /** Forgets everything: from now on this is somebody else. */
  reset(): void;
}

/** @param signal ends the listening to other tabs */
export function createVisitor(appId: string, newId: () => string, signal: AbortSignal): Visitor {
  const key = `riacho-${appId}`;
  let state: State = { visitor: newId() };
  /** The last activity that was written. */
  let writtenAt = 0;

  function read(text: string | null): void {
    const stored = text && JSON.parse(text);
    if (stored?.visitor) state = stored;
  }

  /** Storage may be blocked, or hold somebody else's value: then this visitor lasts as long as the page. */
  function attempt(run: () => void): void {
    try {
      run();
    } catch {}
  }

  function write(): void {
    attempt(() => localStorage.setItem(key, JSON.stringify(state)));
  }

  attempt(() => read(localStorage.getItem(key)));
  addEventListener("storage", (event) => event.key === key && attempt(() => read(event.newValue)), {
    signal,
  });

  return {
    facts(now, campaign) {
      let { session } = state;
      const isOtherCampaign = campaign && JSON.stringify(campaign) !== JSON.stringify(session?.campaign);
      if (!session || now - session.at > sessionIdleMs || isOtherCampaign) {
        session = { id: newId(), campaign: campaign ?? {}, at: now };
        writtenAt = 0;
      }
      session.at = now;
      state.session = session;
      if (now - writtenAt > activityWriteMs) {
        writtenAt = now;
        queueMicrotask(write);
      }
      return { visitor_id: state.visitor, session_id: session.id, user_id: state.user, ...session.campaign };
    },
    identify(userId) {
      // Kept as text: what JSON cannot hold would make every later event impossible.
      state.user = userId && String(userId);
      write();
    },
    reset() {
      state = { visitor: newId() };
      write();
    },
  };
}

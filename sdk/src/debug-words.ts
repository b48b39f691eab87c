// What happens to events, in words for who integrates: what it means and, where there is something to do, what. Pure.

import type { Rejection, RejectReason } from "@riacho/contract/answer";
import { nameLengthMax } from "@riacho/contract/limits";
import type { DropReason } from "./api.ts";
import type { Outcome } from "./outcome.ts";
import type { Queued } from "./queue.ts";

export interface Words {
  /** What happened, in one line. */
  title: string;
  /** What it means, and what to do. */
  advice?: string;
  /** Whether somebody should look. */
  isProblem: boolean;
}

/**
 * Says what an answer means.
 *
 * @param names of the events that were sent, in order
 * @param origin the page's, which the collector must allow
 */
export function toAnswerWords(outcome: Outcome, names: readonly string[], origin: string): Words {
  switch (outcome.kind) {
    case "settled": {
      const { accepted, rejected } = outcome.answer;
      const said = rejected.map((rejection) => toRejectionText(rejection, names)).join("\n");
      return said
        ? { title: `${accepted} accepted, ${rejected.length} rejected`, advice: said, isProblem: true }
        : { title: `${accepted} accepted`, isProblem: false };
    }
    case "retry": {
      const [title, advice] = toFailure(outcome.status, origin);
      return { title, advice: `${advice} ${toWait(outcome.waitMs)}`, isProblem: true };
    }
    case "halve": {
      const title = `Request refused (${outcome.status}${outcome.status === 413 ? ", too large" : ""})`;
      const advice =
        names.length > 1
          ? `Tried again with half of the ${count(names.length, "event")}, to find what is refused.`
          : "It was one event alone, so it is given up. Is it too large, or does a proxy refuse it?";
      return { title, advice, isProblem: true };
    }
    case "off":
      return {
        title: "App switched off (410)",
        advice:
          "This page sends nothing more, and keeps nothing; the next one asks anew. See the collector's `off`.",
        isProblem: true,
      };
  }
}

/** Says why events were given up. */
export function toDropText(reason: DropReason): string {
  return drops[reason];
}

const drops: Record<DropReason, string> = {
  full: "The queue was full, and the oldest made room. Has the collector been out of reach for long?",
  expired: "It waited for longer than the collector believes a time to be true.",
  refused: "The request was refused with this event alone in it. Is it too large, or does a proxy refuse it?",
  invalid: "It cannot be sent: too large, or not JSON. The error in the console says what was expected.",
  off: "The collector has switched this app off.",
};

/** Says which event was rejected, why, and what was expected. */
export function toRejectionText({ index, reason, message }: Rejection, names: readonly string[]): string {
  return `${names[index] ?? "an event"}: ${message}. ${rejections[reason] ?? reason} Not sent again.`;
}

const rejections: Record<RejectReason, string> = {
  event_invalid: "An event is an object, with a name.",
  id_invalid: "An id is a text; does a beforeSend change it?",
  name_invalid: `A name has 1 to ${nameLengthMax} characters.`,
  props_invalid: "Props are one JSON object.",
  too_deep: "Make the props flatter.",
  too_large: "Send less in its props.",
  plan_violation: "The tracking plan refuses such events.",
};

/** A title and an advice, by the status of an answer that settles nothing. */
function toFailure(status: number, origin: string): [title: string, advice: string] {
  if (status === 0) {
    return [
      "No answer that this page may read",
      `Is the app id known, and is this page's origin allowed? On one machine: npm start -- --origin ${origin}. Is the collector running, its address right? Does the page's CSP (connect-src) or an extension forbid it?`,
    ];
  }
  if (status === 200) {
    return [
      "Somebody else answered (200)",
      "That was no collector's answer: a captive portal, a proxy, or a page of your own. Is `endpoint` the collector's address?",
    ];
  }
  if (status === 404 || status === 405) {
    return [
      `No collector there (${status})`,
      "Is `endpoint` the collector's address, without `/v1/events`? Does a proxy pass POST on?",
    ];
  }
  if (status === 401 || status === 403) {
    return [
      `Not allowed (${status})`,
      `Is the app id right, and is this page's origin among its origins? On one machine: npm start -- --app … --origin ${origin}`,
    ];
  }
  if (status === 429) return ["Too many requests (429)", "The collector, or what guards it, asks for less."];
  if (status >= 500) return [`The collector failed (${status})`, "See its log; nothing to do in this page."];
  return [`Unexpected answer (${status})`, "It is no answer of a collector. Does a proxy stand between?"];
}

function toWait(waitMs: number | null): string {
  return waitMs === null
    ? "The events are kept and sent again after a pause, which doubles with each failure up to 5 minutes."
    : `The events are kept and sent again in ${Math.ceil(waitMs / 1000)} s, as asked (Retry-After).`;
}

/** Says why an event that was tracked is not queued. */
export function toWithheldText(): string {
  return "Consent is pending (it is held until there is another mode) or denied, or a beforeSend gave null.";
}

export function readName({ text }: Queued): string {
  return JSON.parse(text).name;
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

export function toSize(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} KB`;
}

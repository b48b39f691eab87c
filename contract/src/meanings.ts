// What the contract's words mean, for people. The reference pages are made of these; no bundle carries them.

import type { RejectReason, RequestError } from "./answer.ts";
import type * as limits from "./limits.ts";
import { depthMax, eventBytesMax, nameLengthMax } from "./limits.ts";

/** Why one event is rejected. */
export const rejectMeanings: Record<RejectReason, string> = {
  event_invalid: "The event is no JSON object.",
  id_invalid: `\`id\` is not a text of 1 to ${nameLengthMax} characters.`,
  name_invalid: `\`name\` is not a text of 1 to ${nameLengthMax} characters.`,
  props_invalid: "`props` is no JSON object.",
  too_deep: `\`props\` is nested deeper than ${depthMax} levels.`,
  too_large: `The event is over ${eventBytesMax / 1024} KB.`,
  plan_violation: "The tracking plan rejects such an event; the message says what it expects.",
};

/** What a client does with the events of a request that was refused. */
export const clientActs = {
  keep: "Keep the events and send all of them again later, with the same ids: after the seconds of `Retry-After` where it is given, else after a pause that grows.",
  halve:
    "Send the events again in smaller requests, uncompressed where they were compressed. Give up a single event that is still refused.",
  stop: "Send nothing more for this app, and keep nothing.",
} as const;

interface RequestErrorMeaning {
  meaning: string;
  client: keyof typeof clientActs;
}

/** Why a whole request is refused. */
export const requestErrorMeanings: Record<RequestError, RequestErrorMeaning> = {
  body_invalid: {
    meaning: "The body is no JSON of this form, or gzip that cannot be inflated.",
    client: "halve",
  },
  unknown_app: {
    meaning: "`app` is missing, or the collector's settings do not name it.",
    client: "keep",
  },
  origin_not_allowed: {
    meaning: "The page's origin is none of the app's.",
    client: "keep",
  },
  not_found: { meaning: "There is no such path.", client: "keep" },
  method_not_allowed: { meaning: "The path takes another method.", client: "keep" },
  app_off: { meaning: "The app is switched off.", client: "stop" },
  body_too_large: {
    meaning: "The body, its events or the rows they would make are over a limit.",
    client: "halve",
  },
  stream_unavailable: {
    meaning: "The stream did not take the events, or only some of them.",
    client: "keep",
  },
};

/** What each limit limits. */
export const limitMeanings: Record<keyof typeof limits, string> = {
  nameLengthMax: "characters of an event's name, or of its id",
  eventBytesMax: "bytes of one event (UTF-8 of its values, props as JSON text)",
  factBytesMax: "bytes of one fact; a longer one is cut and flagged, and the event is accepted",
  depthMax: "levels of nesting in props",
  eventsMax: "events in one request",
  requestBytesMax: "bytes of a request's body, before and after inflating",
  rowsBytesMax: "bytes of all rows of one request (shared facts repeat in every row)",
  recordBytesMax: "bytes of one record in the stream; a request's rows are split only above it",
  rawBytesMax: "bytes kept of a rejected event's JSON",
  eventAgeMaxMs: "milliseconds: an older event's time is not believed, and the SDK keeps none longer",
  clockSkewMaxMs: "milliseconds: a client clock further off is corrected",
};

/** Why an event was refused. A refused event must not be sent again: it is stored as a rejected row. */
export const rejectReasons = [
  "event_invalid",
  "id_invalid",
  "name_invalid",
  "props_invalid",
  "too_deep",
  "too_large",
  "plan_violation",
] as const;

/** Why an event was refused. */
export type RejectReason = (typeof rejectReasons)[number];

/** One refused event of a request. */
export interface Rejection {
  /** Position in the request's `events`. */
  index: number;
  /** For programs; the message is for people. */
  reason: RejectReason;
  /** What was expected and what came. */
  message: string;
}

/** The body of a 200. Given only after the stream holds every row of the request. */
export interface Answer {
  /** How many events were accepted. */
  accepted: number;
  /** The others, each with its reason. */
  rejected: Rejection[];
}

/** Why a whole request was refused, with its status. Nothing of it is stored; at `stream_unavailable`, a part may be. */
export const requestErrors = {
  body_invalid: 400,
  unknown_app: 403,
  origin_not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  app_off: 410,
  body_too_large: 413,
  stream_unavailable: 503,
} as const;

/** Why a whole request was refused. */
export type RequestError = keyof typeof requestErrors;

/** The body of the collector's refusals. What stands before it (a proxy, a gateway) refuses in its own words. */
export interface ErrorAnswer {
  /** For programs; the message is for people. */
  error: RequestError;
  /** What was expected and what came. */
  message: string;
}

/**
 * Reads the body of a 200, or gives null where it is not our collector's answer to this very request: a captive
 * portal's page, an index.html, an answer about another number of events.
 *
 * @param text the body
 * @param count how many events were sent
 */
export function readAnswer(text: string, count: number): Answer | null {
  try {
    const answer: Answer = JSON.parse(text);
    // A refusal that is none is not ours either.
    return answer.accepted + answer.rejected.filter((refusal) => refusal).length === count ? answer : null;
  } catch {
    return null;
  }
}

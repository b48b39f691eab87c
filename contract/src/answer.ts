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

/** Why a whole request was refused; nothing of it is stored. */
export type RequestError =
  | "body_invalid"
  | "body_too_large"
  | "unknown_app"
  | "app_off"
  | "origin_not_allowed"
  | "not_found"
  | "method_not_allowed"
  | "stream_unavailable";

/** The body of every answer other than 200. */
export interface ErrorAnswer {
  error: RequestError;
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
    const { accepted, rejected } = JSON.parse(text);
    return accepted + rejected.length === count ? { accepted, rejected } : null;
  } catch {
    return null;
  }
}

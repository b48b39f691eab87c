import { parseRequest } from "@riacho/contract/parse";
import type { Send } from "./send.ts";

/** Judges batches by the contract, as the collector does, and sends nothing. */
export const sendNowhere: Send = async ({ body }) => {
  const request = parseRequest(JSON.parse(body));
  if (!request.ok) return { kind: "refused", cause: `${request.error}: ${request.message}` };
  const rejected = request.events.flatMap((event, index) =>
    event.status === "rejected" ? [{ index, reason: event.reason, message: event.message }] : [],
  );
  return { kind: "answered", answer: { accepted: request.events.length - rejected.length, rejected } };
};

// From a request to its answer: what is no call of ours is refused before anything looks at its body.

import type { IncomingMessage } from "node:http";
import type { Body } from "../read-body.ts";
import { type Answer, refuse } from "./answer.ts";
import { dispatch } from "./dispatch.ts";
import { bodyBytesMax } from "./limits.ts";
import type { OperationContext } from "./operation.ts";
import type { OperationName } from "./shapes.ts";

/** Answers a request that has come in whole. Never throws. */
export async function answerCall(
  context: OperationContext,
  { headers }: IncomingMessage,
  operation: OperationName | null,
  body: Body,
): Promise<Answer> {
  if (!isOwnHost(headers.host)) return refuse("AccessDeniedException", `unknown host ${headers.host}`, 403);
  if (body.status !== "read") {
    return refuse("RequestEntityTooLargeException", `expected at most ${bodyBytesMax} bytes`, 413);
  }
  // The type that no web page may send without asking first: a page must not write to a stream on its reader's machine.
  if (headers["content-type"] !== contentType) {
    return refuse("UnknownOperationException", `expected the content type ${contentType}`, 404);
  }
  if (!operation) {
    return refuse("UnknownOperationException", `unknown operation ${headers["x-amz-target"]}`);
  }
  try {
    return await dispatch(context, operation, body.bytes.toString());
  } catch (error) {
    context.onError(error);
    return refuse("InternalFailure", "The request processing has failed.", 500);
  }
}

export const contentType = "application/x-amz-json-1.1";

/** A page of another site may have its name point here (DNS rebinding); its calls then carry that name. */
function isOwnHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "");
}

// The door: from HTTP to the collector's function and back, as API Gateway does it, with faults to order.

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { corsHeaders } from "@riacho/collector/cors";
import {
  type DoorAnswer,
  type DoorRequest,
  fromGatewayResult,
  toGatewayEvent,
} from "../lambda/gateway-event.ts";
import type { Lambda } from "../lambda/start-lambda.ts";
import { readBody } from "../read-body.ts";
import type { DoorFault } from "./faults.ts";

/** API Gateway's limit of a payload. */
export const payloadBytesMax = 10 * 1024 * 1024;

export interface DoorParts {
  lambda: Lambda;
  /** The apps': a fault's answers are as readable as the collector's own. */
  cookieDomain: string | null;
  nextFault(): DoorFault | null;
  /** Told of every answer of the collector; those that a fault gives in its place are not. */
  onAnswer(answer: DoorAnswer, request: DoorRequest): void;
  log(message: string): void;
}

/** The listener for `/v1/`. Its promise is kept when nothing more will be answered. */
export type Door = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createDoor({ lambda, cookieDomain, nextFault, onAnswer, log }: DoorParts): Door {
  async function invoke(request: DoorRequest): Promise<DoorAnswer> {
    try {
      const event = toGatewayEvent(request, randomUUID(), Date.now());
      const answer = fromGatewayResult(await lambda.invoke(event));
      onAnswer(answer, request);
      return answer;
    } catch (error) {
      log(`the collector failed: ${(error as Error).message}`);
      return refusal(500, "Internal Server Error");
    }
  }

  return async (message, response) => {
    const body = await readBody(message, payloadBytesMax);
    if (body.status === "gone") return;
    if (body.status === "too_large") return await write(response, refusal(413, "Request Entity Too Large"));
    const request: DoorRequest = {
      method: message.method ?? "GET",
      url: message.url ?? "/",
      headers: message.headers,
      body: body.bytes,
      sourceIp: message.socket.remoteAddress ?? "",
    };
    const fault = request.method === "POST" ? nextFault() : null;
    const cors = corsHeaders({ cookieDomain }, message.headers.origin);
    const answer = await answerUnder(fault, request, { invoke, kill: lambda.kill }, cors);
    if (answer === "hang") return;
    if (answer === "drop") return void message.socket.end();
    if (answer === "reset") return void message.socket.resetAndDestroy();
    await write(response, answer);
  };
}

interface Behind {
  invoke(request: DoorRequest): Promise<DoorAnswer>;
  kill(): Promise<void>;
}

async function answerUnder(
  fault: DoorFault | null,
  request: DoorRequest,
  { invoke, kill }: Behind,
  cors: Record<string, string>,
): Promise<DoorAnswer | "hang" | "drop" | "reset"> {
  switch (fault?.kind) {
    case undefined:
      return invoke(request);
    case "hang":
    case "drop":
    case "reset":
      return fault.kind;
    case "delay":
      await sleep(fault.ms);
      return invoke(request);
    case "answer_lost":
      await invoke(request);
      return "reset";
    case "kill": {
      const answer = invoke(request);
      await sleep(fault.ms);
      await kill();
      return answer;
    }
    case "status":
      return toStatus(fault, cors);
    case "html":
      return toPortal(cors);
    case "opaque":
      return withoutCors(await invoke(request));
    case "text":
      return invoke({ ...request, body: Buffer.from(request.body.toString("utf8")) });
  }
}

/** Refused as the collector would refuse, so that the page may read it. */
function toStatus(fault: { status: number; retry_after?: number }, cors: Record<string, string>): DoorAnswer {
  const answer = refusal(fault.status, `fault: ${fault.status}`);
  const retry = fault.retry_after === undefined ? {} : { "retry-after": String(fault.retry_after) };
  return { ...answer, headers: { ...answer.headers, ...cors, ...retry } };
}

function toPortal(cors: Record<string, string>): DoorAnswer {
  const headers = { "content-type": "text/html", ...cors };
  return { status: 200, headers, body: "<!doctype html><title>Welcome</title><p>Please accept our terms." };
}

function withoutCors(answer: DoorAnswer): DoorAnswer {
  const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith("access-control-"));
  return { ...answer, headers: Object.fromEntries(kept) };
}

function refusal(status: number, message: string): DoorAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}

/** Settles when the answer is on its way, or the caller has left. */
async function write(response: ServerResponse, { status, headers, body }: DoorAnswer): Promise<void> {
  if (response.destroyed) return; // closed already: waiting for it would never end
  const closed = once(response, "close");
  response.writeHead(status, headers).end(body);
  await closed;
}

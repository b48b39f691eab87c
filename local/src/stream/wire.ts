// The stream's door: Kinesis' wire format (AWS JSON 1.1 over HTTP/1.1) on this machine's own address.

import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Body, readBody } from "../read-body.ts";
import { type Answer, refuse } from "./answer.ts";
import { answerCall, contentType } from "./answer-call.ts";
import { readTarget } from "./dispatch.ts";
import { type CallFault, createFaults, type Faults, nextCallFault } from "./faults.ts";
import { bodyBytesMax } from "./limits.ts";
import type { OperationContext } from "./operation.ts";
import { createRates } from "./rates.ts";
import type { Stream } from "./stream.ts";

export interface ServeOptions {
  /** Default 0: a free one. */
  port?: number;
  /** Read anew for every call, so that the owner may change it. Default: none. */
  faults?: Readonly<Faults>;
  /** Whether the documented rates of a shard are held. Default false. */
  hasRateLimits?: boolean;
  /** Gives numbers from 0 up to 1. Default `Math.random`. */
  random?: () => number;
  /** Told of what only the owner can mend, such as a full disk. Default: nobody is. */
  onError?: (error: unknown) => void;
}

type Chances = Required<Pick<ServeOptions, "faults" | "random" | "onError">>;

export interface ServedStream {
  /** To be given to a client as its endpoint. */
  url: string;
  /** Lets the calls under way end. The stream itself stays open. */
  stop(): Promise<void>;
}

/**
 * Serves a stream on 127.0.0.1. Credentials and region of the callers do not matter.
 *
 * @throws where the port is taken
 * @example
 * const { url, stop } = await serveStream(stream);
 * new KinesisClient({ endpoint: url, requestHandler: new NodeHttpHandler() }); // its default is HTTP/2
 */
export async function serveStream(stream: Stream, options: ServeOptions = {}): Promise<ServedStream> {
  const { port = 0, hasRateLimits = false } = options;
  const { faults = createFaults(), random = Math.random, onError = () => {} } = options;
  const chances = { faults, random, onError };
  const context = createContext(stream, hasRateLimits, chances);
  /** Calls that have come in whole and are not answered yet. */
  const underWay = new Set<Promise<void>>();

  const server = createServer(async (request, response) => {
    const body = await readBody(request, bodyBytesMax);
    if (body.status === "gone") return;
    const call = handle(context, chances, body, request, response).catch((error) => {
      onError(error);
      response.destroy();
    });
    underWay.add(call);
    await call;
    underWay.delete(call);
  });
  // Longer than clients keep idle connections: else one is closed under a call that was just sent on it.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all(underWay);
      server.closeAllConnections();
      await closed;
    },
  };
}

function createContext(
  stream: Stream,
  hasRates: boolean,
  { faults, random, onError }: Chances,
): OperationContext {
  const rates = hasRates ? createRates(stream.shards.length) : null;
  return {
    stream,
    onError,
    isWriteThrottled: ({ index }, bytes) =>
      random() < faults.throttledRecords || rates?.write(index, bytes, stream.now()) === false,
    isReadThrottled: ({ index }) => rates?.read(index, stream.now()) === false,
  };
}

async function handle(
  context: OperationContext,
  { faults, random }: Chances,
  body: Body,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const operation = readTarget(request.headers["x-amz-target"]);
  const isWrite = operation === "PutRecord" || operation === "PutRecords";
  const fault = nextCallFault(faults, isWrite, random);
  if (isWrite && faults.delayMs > 0) await sleep(faults.delayMs);
  if (fault === "reset") return reset(request);
  const answer = toFaultAnswer(fault) ?? (await answerCall(context, request, operation, body));
  if (fault === "lose_answer") return reset(request);
  await send(response, answer);
}

function toFaultAnswer(fault: CallFault): Answer | null {
  if (fault === "throttle")
    return refuse("ProvisionedThroughputExceededException", "Rate exceeded (a fault to order).");
  if (fault === "fail")
    return refuse("InternalFailure", "The request processing has failed (a fault to order).", 500);
  return null;
}

function reset({ socket }: IncomingMessage): void {
  socket.resetAndDestroy();
}

/** Settles when the answer is on its way, or the caller has left. */
async function send(response: ServerResponse, { status, body }: Answer): Promise<void> {
  if (response.destroyed) return; // closed already: waiting for it would never end
  const text = JSON.stringify(body);
  const closed = new Promise((resolve) => response.once("close", resolve));
  response.writeHead(status, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    "x-amzn-requestid": randomUUID(),
  });
  response.end(text);
  await closed;
}

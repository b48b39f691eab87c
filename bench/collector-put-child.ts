// Asks our built handler and the naive one the same requests by turns, and prints what processor time each took here.
//
//   tsx bench/collector-put-child.ts <stream that speaks HTTP/2>
//
// Another, which speaks HTTP/1.1, is named by the environment, as is all else that a collector in Lambda reads there.

import { KinesisClient } from "@aws-sdk/client-kinesis";
import { eventsPath } from "@riacho/contract/event";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { toGatewayEvent } from "../local/src/lambda/gateway-event.ts";
import { type CpuRatio, measureCpuRatio } from "./cpu-ratio.ts";
import { createNaiveHandler } from "./naive-collector.ts";
import { createSampleBatch, sampleHeaders } from "./sample-batch.ts";

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** What is printed, as JSON. */
export interface PutCosts {
  /** Ours by the naive handler's. */
  naive: CpuRatio;
  /** The same, with a client that speaks HTTP/1.1. */
  naiveHttp1: CpuRatio;
  batchEvents: number;
  roundRequests: number;
}

const batchEvents = 10;
const rounds = 9;
const roundRequests = 200;

const [http2Url = ""] = process.argv.slice(2);
const { handler: ours }: { handler: Handler } = await import("../collector/dist/handler.mjs" as string);
const naive = createNaiveHandler(new KinesisClient({ endpoint: http2Url }), "bench");
const http1Client = new KinesisClient({ requestHandler: new NodeHttpHandler() });
const naiveHttp1 = createNaiveHandler(http1Client, "bench");

const requests = Array.from({ length: roundRequests }, toRequest);
const askAll = (handler: Handler) => async () => {
  for (const request of requests) expectStored(await handler(request));
};
const measured: PutCosts = {
  naive: await measureCpuRatio(askAll(naive), askAll(ours), rounds),
  naiveHttp1: await measureCpuRatio(askAll(naiveHttp1), askAll(ours), rounds),
  batchEvents,
  roundRequests,
};
process.stdout.write(JSON.stringify(measured), () => process.exit());

function toRequest(): APIGatewayProxyEventV2 {
  const now = Date.now();
  const request = {
    method: "POST",
    url: `${eventsPath}?app=shop&sent=${now}`,
    headers: { "content-type": "text/plain", ...sampleHeaders },
    body: Buffer.from(JSON.stringify(createSampleBatch(batchEvents, now - 1_000))),
    sourceIp: "203.0.113.77",
  };
  return { ...toGatewayEvent(request, "r1", now), queryStringParameters: { app: "shop" } };
}

function expectStored({ statusCode, body }: APIGatewayProxyStructuredResultV2): void {
  const expected = `{"accepted":${batchEvents},"rejected":[]}`;
  if (statusCode !== 200 || body !== expected)
    throw new Error(`expected ${expected}, got ${statusCode} ${body}`);
}

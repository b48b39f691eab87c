// The collector's own work, without I/O: from a request's bytes to records and an answer.

import { type Collected, collect, type HttpRequest } from "@riacho/collector/collect";
import type { Config } from "@riacho/collector/config";
import { type EventsRequest, eventsPath } from "@riacho/contract/event";
import type { Benchmark, Figure } from "./benchmark.ts";
import { measureCpuRatio } from "./cpu-ratio.ts";
import { createSampleBatch } from "./sample-batch.ts";

const config: Config = {
  streamName: "bench",
  apps: new Map([["shop", { origins: [], off: false, cookieDomain: null }]]),
  edgeSecrets: ["a secret that only the edge knows"],
};
const now = Date.now();
const rounds = 15;
/** Events in all of a round's batches. */
const roundEvents = 10_000;

export const collectBenchmark: Benchmark = {
  name: "collect",
  run: async () => [await measure(10), await measure(100)],
};

async function measure(batchEvents: number): Promise<Figure> {
  const batches = Array.from({ length: roundEvents / batchEvents }, () =>
    createSampleBatch(batchEvents, now - 1_000),
  );
  const requests = batches.map(toRequest);
  const fullBodies = batches.map(toFullBody);
  const { ratio, subjectMs } = await measureCpuRatio(
    () => fullBodies.forEach((body) => void parseAndPrint(body)),
    () => requests.forEach((request) => void expectStored(collect(request, config, now))),
    rounds,
  );
  const [request] = requests as [HttpRequest];
  const [record] = collect(request, config, now).records as [Uint8Array];
  const [full, sent, stored] = [fullBodies[0] as Uint8Array, request.body, record].map(({ length }) =>
    Math.round(length / batchEvents),
  );
  return {
    name: `collect-${batchEvents}`,
    value: ratio,
    unit: "x",
    goal: 2,
    against: `JSON.parse of ${batchEvents} events of ${full} B + JSON.stringify of each; subject: collect() without I/O`,
    note: `${((subjectMs * 1000) / roundEvents).toFixed(1)} us, ${sent} B sent, ${stored} B stored an event`,
  };
}

function toRequest(batch: EventsRequest): HttpRequest {
  return {
    id: "r1",
    method: "POST",
    path: eventsPath,
    query: new URLSearchParams(`app=shop&sent=${now}`),
    headers: {
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0",
      "x-riacho-edge": "a secret that only the edge knows",
      "cloudfront-viewer-address": "203.0.113.77:46532",
      "cloudfront-viewer-country": "BR",
      "cloudfront-viewer-country-region": "SP",
      "cloudfront-viewer-city": "Sao%20Paulo",
    },
    cookies: [],
    peer: "130.176.1.1",
    body: Buffer.from(JSON.stringify(batch)),
  };
}

/** The batch as it would be without the facts said once: what is stored has all of it in every row. */
function toFullBody({ facts, events }: EventsRequest): Uint8Array {
  return Buffer.from(JSON.stringify({ events: events.map((event) => ({ ...facts, ...event })) }));
}

/** The least that a collector can do which understands its events. */
function parseAndPrint(body: Uint8Array): string {
  const { events }: EventsRequest = JSON.parse(Buffer.from(body).toString());
  return events.map((event) => JSON.stringify(event)).join("\n");
}

function expectStored({ answer, records }: Collected): void {
  if (answer.status !== 200 || records.length === 0) throw new Error(`expected records, got ${answer.body}`);
}

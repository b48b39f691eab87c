// The collector's own work, without I/O: from a request's bytes to records and an answer.

import { gzipSync } from "node:zlib";
import { type Collected, collect, type HttpRequest } from "@riacho/collector/collect";
import type { Config } from "@riacho/collector/config";
import { type EventsRequest, eventsPath } from "@riacho/contract/event";
import type { Benchmark, Figure } from "./benchmark.ts";
import { measureCpuRatio } from "./cpu-ratio.ts";
import { createSampleBatch, sampleEdgeSecret, sampleFacts, sampleHeaders } from "./sample-batch.ts";

/** Requests of one kind. */
interface Sample {
  name: string;
  batchEvents: number;
  /** The largest ratio that is good enough. */
  goal?: number;
  facts?: typeof sampleFacts;
  headers?: typeof sampleHeaders;
  /** What the body's bytes become before they are sent. */
  encode?: (body: Buffer) => Buffer;
  /** What is special about it, said in the figure. */
  what?: string;
}

const samples: readonly Sample[] = [
  { name: "collect-10", batchEvents: 10, goal: 2 },
  { name: "collect-100", batchEvents: 100, goal: 2 },
  {
    name: "collect-10-unicode",
    batchEvents: 10,
    goal: 2,
    facts: { ...sampleFacts, page_title: "Caneca do rio \u2013 loja Riacho" },
    headers: { ...sampleHeaders, "cloudfront-viewer-city": "S%C3%A3o%20Paulo" },
    what: ", title and city beyond ASCII",
  },
  { name: "collect-10-gzip", batchEvents: 10, encode: gzipSync, what: ", sent as gzip" },
];

const config: Config = {
  streamName: "bench",
  apps: new Map([["shop", { origins: [], off: false, cookieDomain: null }]]),
  edgeSecrets: [sampleEdgeSecret],
};
const now = Date.now();
const rounds = 15;
/** Events in all of a round's batches. */
const roundEvents = 10_000;

export const collectBenchmark: Benchmark = {
  name: "collect",
  async run() {
    const figures: Figure[] = [];
    for (const sample of samples) figures.push(await measureCost(sample));
    return [...figures, measureStored(10), measureStored(100)];
  },
};

async function measureCost(sample: Sample): Promise<Figure> {
  const { name, batchEvents, goal, facts, what = "" } = sample;
  const batches = Array.from({ length: roundEvents / batchEvents }, () =>
    createSampleBatch(batchEvents, now - 1_000, facts),
  );
  const requests = batches.map((batch) => toRequest(batch, sample));
  const fullBodies = batches.map(toFullBody);
  const { ratio, subjectMs } = await measureCpuRatio(
    () => fullBodies.forEach((body) => void parseAndPrint(body)),
    () => requests.forEach((request) => void expectStored(collect(request, config, now))),
    rounds,
  );
  const [full, sent] = [fullBodies[0] as Uint8Array, (requests[0] as HttpRequest).body].map(({ length }) =>
    Math.round(length / batchEvents),
  );
  return {
    name,
    value: ratio,
    unit: "x",
    ...(goal && { goal }),
    against: `JSON.parse of ${batchEvents} events of ${full} B + JSON.stringify of each; subject: collect() without I/O${what}`,
    note: `${((subjectMs * 1000) / roundEvents).toFixed(1)} us and ${sent} B sent an event`,
  };
}

/** What is stored beside what happened. Records are not compressed. */
function measureStored(batchEvents: number): Figure {
  const batch = createSampleBatch(batchEvents, now - 1_000);
  const [record] = collect(toRequest(batch), config, now).records as [Uint8Array];
  const [full, stored] = [toFullBody(batch), record].map(({ length }) => length / batchEvents) as [
    number,
    number,
  ];
  return {
    name: `collect-${batchEvents}-stored`,
    value: stored / full,
    unit: "x",
    against: `${Math.round(full)} B: an event of ${batchEvents} as JSON with all its facts; subject: its row in the record`,
    note: `${Math.round(stored)} B`,
  };
}

function toRequest(
  batch: EventsRequest,
  { headers = sampleHeaders, encode = (body) => body }: Pick<Sample, "headers" | "encode"> = {},
): HttpRequest {
  return {
    id: "r1",
    method: "POST",
    path: eventsPath,
    query: new URLSearchParams(`app=shop&sent=${now}`),
    headers,
    cookies: [],
    peer: "130.176.1.1",
    body: encode(Buffer.from(JSON.stringify(batch))),
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

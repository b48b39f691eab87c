// What a request costs with its put into a stream: the deployed handler beside one that was written in an afternoon.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Benchmark, Figure } from "./benchmark.ts";
import type { PutCosts } from "./collector-put-child.ts";
import { collectorSettings } from "./collector-settings.ts";
import type { CpuRatio } from "./cpu-ratio.ts";
import { startServer } from "./start-server.ts";

const run = promisify(execFile);
const child = fileURLToPath(new URL("collector-put-child.ts", import.meta.url));

export const collectorPutBenchmark: Benchmark = {
  name: "collector-put",
  async run() {
    const http1 = await startServer(["bench/put-server.mjs", "node:http"]);
    try {
      const http2 = await startServer(["bench/put-server.mjs", "node:http2"]);
      try {
        return toFigures(await measure(http1.url, http2.url));
      } finally {
        await http2.stop();
      }
    } finally {
      await http1.stop();
    }
  },
};

async function measure(url: string, http2Url: string): Promise<PutCosts> {
  const env = {
    ...collectorSettings,
    AWS_ENDPOINT_URL_KINESIS: url,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  const { stdout } = await run(process.execPath, ["--import", "tsx", child, http2Url], { env });
  return JSON.parse(stdout);
}

function toFigures({ naive, naiveHttp1, batchEvents, roundRequests }: PutCosts): Figure[] {
  const toUs = (ms: number) => ((ms * 1000) / roundRequests).toFixed(0);
  const toNote = ({ ratio, baseMs, subjectMs }: CpuRatio) =>
    `${(1 / ratio).toFixed(1)} times cheaper: ${toUs(subjectMs)} against ${toUs(baseMs)} us a request`;
  const what = `a request of ${batchEvents} events with its put, the processor time of all but the stream`;
  return [
    {
      name: "collector-put",
      value: naive.ratio,
      unit: "x",
      goal: 0.25,
      against: `${what}: bench/naive-collector.ts, AWS' client as it comes (HTTP/2 without TLS); subject: ours`,
      note: toNote(naive),
    },
    {
      name: "collector-put-http1",
      value: naiveHttp1.ratio,
      unit: "x",
      against: "the same, AWS' client with NodeHttpHandler: HTTP/1.1, as ours",
      note: toNote(naiveHttp1),
    },
  ];
}

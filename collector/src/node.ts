// The container's entry: the settings of the Lambda, and PORT. SIGTERM ends it without losing what it has taken.

import { collect, type HttpAnswer, type HttpRequest, toUnavailable } from "./collect.ts";
import { readConfig } from "./config.ts";
import { gatherPuts } from "./gather-puts.ts";
import { createPutRecords } from "./put-records.ts";
import { serve } from "./serve.ts";
import { readServerSettings } from "./server-settings.ts";

const config = readConfig(process.env);
const putRecords = gatherPuts(createPutRecords(config.streamName, Math.random), 10);

async function answer(request: HttpRequest): Promise<HttpAnswer> {
  const collected = collect(request, config, Date.now());
  if (collected.records.length === 0) return collected.answer;
  const outcome = await putRecords(collected.records);
  return outcome.kind === "stored" ? collected.answer : toUnavailable(collected.answer, 5);
}

const server = await serve(answer, readServerSettings(process.env));
console.log(JSON.stringify({ level: "INFO", message: "listening", port: server.port }));
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void server.stop());

// The container's entry: the settings of the Lambda, and PORT. SIGTERM ends it without losing what it has taken.

import { gatherPuts } from "./gather-puts.ts";
import { serve } from "./serve.ts";
import { readServerSettings } from "./server-settings.ts";
import { startCollector } from "./start-collector.ts";

/** How long a request waits for others to share a put with, in milliseconds. */
const gatherMs = 10;

const settings = readServerSettings(process.env);
const server = await serve(await startCollector(process.env, (put) => gatherPuts(put, gatherMs)), settings);
console.log(JSON.stringify({ level: "INFO", message: "listening", port: server.port }));
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void server.stop());

// The container's entry: the settings of the Lambda, and PORT. SIGTERM ends it without losing what it has taken.

import { findCredentials } from "./container-credentials.ts";
import { gatherPuts } from "./gather-puts.ts";
import { log } from "./log.ts";
import type { PutRecords } from "./put-records.ts";
import { serve } from "./serve.ts";
import { readServerSettings } from "./server-settings.ts";
import { startCollector } from "./start-collector.ts";

/** How long a request waits for others to share a put with, in milliseconds. */
const gatherMs = 10;

try {
  const settings = readServerSettings(process.env);
  const wrap = (put: PutRecords) => gatherPuts(put, gatherMs);
  const server = await serve(await startCollector(process.env, { findCredentials, wrap }), settings);
  log({ level: "INFO", message: "listening", port: server.port });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void server.stop());
} catch (error) {
  // Without its stack, which leads into one long line of minified code.
  log({ level: "ERROR", message: "the collector cannot start", cause: (error as Error).message });
  process.exit(1);
}

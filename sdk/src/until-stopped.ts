import type { Client, Plugin } from "./api.ts";

/**
 * A plugin that ends with a signal: what it started listens to it.
 *
 * @example untilStopped(({ track }, signal) => addEventListener("online", () => track("online"), { signal }))
 */
export function untilStopped(start: (client: Client, signal: AbortSignal) => void): Plugin {
  return (client) => {
    const end = new AbortController();
    start(client, end.signal);
    return () => end.abort();
  };
}

// What the live page is pushed: rows as they are read from the stream, and counters since the start.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Row } from "@riacho/contract/columns";

/** Rows kept for a page that connects later. */
const recentMax = 200;

export interface Counters {
  accepted: number;
  rejected: number;
  /** Records that no row can be made of. */
  undeliverable: number;
  /** Requests the collector answered. */
  requests: number;
}

export interface Live {
  listen(message: IncomingMessage, response: ServerResponse): void;
  addRows(rows: readonly Row[]): void;
  count(counter: "undeliverable" | "requests"): void;
  /** Ends every page's connection. */
  stop(): void;
}

export function createLive(): Live {
  const listeners = new Set<ServerResponse>();
  const counters: Counters = { accepted: 0, rejected: 0, undeliverable: 0, requests: 0 };
  let recent: Row[] = [];
  /** Counters change with every request; pages are told at most every 100 ms. */
  let isTelling = false;

  function tell(response: ServerResponse, event: "rows" | "counters", data: unknown): void {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  function tellCounters(): void {
    if (isTelling) return;
    isTelling = true;
    setTimeout(() => {
      isTelling = false;
      for (const response of listeners) tell(response, "counters", counters);
    }, 100).unref();
  }

  return {
    listen(message, response) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      tell(response, "counters", counters);
      if (recent.length > 0) tell(response, "rows", recent);
      listeners.add(response);
      message.on("close", () => listeners.delete(response));
    },
    addRows(rows) {
      for (const { status } of rows) counters[status === "accepted" ? "accepted" : "rejected"]++;
      recent = [...recent, ...rows].slice(-recentMax);
      for (const response of listeners) tell(response, "rows", rows);
      tellCounters();
    },
    count(counter) {
      counters[counter]++;
      tellCounters();
    },
    stop() {
      for (const response of listeners) response.end();
    },
  };
}

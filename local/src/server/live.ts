// What the live page is pushed: rows as they are read from the stream, and counters since the start.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Row } from "@riacho/contract/columns";
import { cutToBytes } from "@riacho/contract/text";

/** Rows kept for a page that connects later. */
const recentMax = 200;

/** Most bytes shown of a rejected event's JSON: its start says what it is, and the whole may be far longer. */
const shownRawBytesMax = 8 * 1024;

/**
 * A page that leaves so many bytes unread is let go. It connects anew when it reads again, and gets the recent rows,
 * which are well below: a row has some 40 KB at most.
 */
const unreadBytesMax = 16 * 1024 * 1024;

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

  function tell(message: string, response: ServerResponse): void {
    if (response.writableLength > unreadBytesMax) response.destroy();
    else response.write(message);
  }

  function tellAll(message: string): void {
    for (const response of listeners) tell(message, response);
  }

  function tellCounters(): void {
    if (isTelling) return;
    isTelling = true;
    setTimeout(() => {
      isTelling = false;
      tellAll(toMessage("counters", counters));
    }, 100).unref();
  }

  return {
    listen(_, response) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      tell(toMessage("counters", counters), response);
      if (recent.length > 0) tell(toMessage("rows", recent), response);
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
    },
    addRows(rows) {
      for (const { status } of rows) counters[status === "accepted" ? "accepted" : "rejected"]++;
      const shown = rows.some(({ raw }) => raw !== undefined) ? rows.map(toShown) : rows;
      recent = [...recent, ...shown].slice(-recentMax);
      if (listeners.size > 0) tellAll(toMessage("rows", shown));
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

function toShown(row: Row): Row {
  return row.raw === undefined ? row : { ...row, raw: cutToBytes(String(row.raw), shownRawBytesMax) };
}

/** JSON has no line breaks, so whatever a row holds stays on one line of the stream. */
function toMessage(event: "rows" | "counters", data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

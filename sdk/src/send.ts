// The only file that fetches, but for what a host gives in place of `fetch`.

import { eventsPath } from "@riacho/contract/event";
import type { Reply } from "./outcome.ts";

/** A page may have 64 KiB in flight by keepalive (Fetch standard, 4.5); the margin is for what else the page sends. */
const keepaliveBytesMax = 60_000;
const timeoutMs = 10_000;

export interface Sender {
  /**
   * Sends one request. Never rejects.
   *
   * @param body JSON text
   * @param bytes its length in UTF-8, or a little more
   */
  send(body: string, bytes: number): Promise<Reply>;
  /** Bytes that may leave now and outlive the page. */
  keepaliveRoom(): number;
}

/**
 * @param endpoint the collector's URL, without a slash at its end
 * @param credentials whether requests carry cookies, for a collector that renews the visitor's
 * @param ownFetch what sends. Default: the page's `fetch`, as it is at that time
 */
export function createSender(
  endpoint: string,
  appId: string,
  credentials?: boolean,
  ownFetch?: typeof fetch,
): Sender {
  /** Bytes of the keepalive requests that have no answer yet. */
  let inFlight = 0;

  async function send(body: string, bytes: number): Promise<Reply> {
    // Whenever it fits, also while the page is in use: the request then outlives a navigation.
    const keepalive = inFlight + bytes <= keepaliveBytesMax;
    if (keepalive) inFlight += bytes;
    try {
      // A string is sent as text/plain, and so without a preflight.
      const response = await (ownFetch ?? fetch)(
        `${endpoint}${eventsPath}?app=${encodeURIComponent(appId)}&sent=${Date.now()}`,
        {
          body,
          keepalive,
          method: "POST",
          credentials: credentials ? "include" : "omit",
          // One per try: an aborted signal would end every later try at once. Browsers before 2022 end a try themselves.
          signal: AbortSignal.timeout?.(timeoutMs),
        },
      );
      return {
        status: response.status,
        retryAfter: response.headers.get("retry-after"),
        text: await response.text(),
      };
    } catch {
      // As a page is left Chromium calls its requests failed, though those by keepalive go on. In a task that such a page
      // does not live to see nobody hears of it: the events stay under their lease, and are not sent again at once.
      await new Promise((resolve) => setTimeout(resolve));
      return { status: 0 };
    } finally {
      if (keepalive) inFlight -= bytes;
    }
  }

  return { send, keepaliveRoom: () => keepaliveBytesMax - inFlight };
}

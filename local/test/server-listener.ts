import type { Row } from "@riacho/contract/columns";
import type { Counters } from "../src/server/live.ts";

/** A page that listens to `/local/live`, without a browser: what it was told so far. */
export interface Listener {
  rows: Row[];
  counters: Counters | null;
  /** The stream's text as it came. */
  text: string;
  /** Kept when the connection has ended. */
  ended: Promise<void>;
  leave(): void;
}

export async function listen(url: string): Promise<Listener> {
  const leaving = new AbortController();
  const response = await fetch(`${url}/local/live`, { signal: leaving.signal });
  const listener: Listener = {
    rows: [],
    counters: null,
    text: "",
    ended: Promise.resolve(),
    leave: () => leaving.abort(),
  };

  async function read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      const text = decoder.decode(part, { stream: true });
      listener.text += text;
      const messages = (rest + text).split("\n\n");
      rest = messages.pop() ?? "";
      for (const message of messages) take(message);
    }
  }

  function take(message: string): void {
    const [, event, data = ""] = /^event: (\w+)\ndata: ([^\r\n]*)$/.exec(message) ?? [];
    if (event === "rows") listener.rows.push(...JSON.parse(data));
    else if (event === "counters") listener.counters = JSON.parse(data);
    else throw new Error(`expected rows or counters, got ${message}`);
  }

  listener.ended = read().catch((error) => {
    if (!leaving.signal.aborted && error.message !== "terminated") throw error;
  });
  return listener;
}

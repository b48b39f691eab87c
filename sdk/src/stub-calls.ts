// The calls that the stub of the script tag kept, until the script had loaded.

import { toPublicUrl } from "@riacho/contract/public-url";
import type { Client } from "./api.ts";
import { takeStubCalls } from "./kept.ts";

type Method = "track" | "page" | "identify" | "group" | "reset" | "consent" | "setGlobal";

/** A call with its time, in milliseconds since 1970, and the page's address. */
export type StubCall = [method: Method, args: unknown[], time: number, url: string];

/** Makes calls as of then and there: first those of earlier pages, which ended before their script had loaded. */
export function replay(client: Client, calls: StubCall[]): void {
  let then = {};
  const stop = client.addFacts(() => then);
  for (const call of [...takeStubCalls<StubCall>(), ...calls]) {
    try {
      const [method, args, time, url] = call;
      then = { time, page_url: toPublicUrl(url), page_path: new URL(url).pathname };
      (client[method] as (...args: unknown[]) => void)(...args);
    } catch (error) {
      // Anybody may have put something there.
      console.error("riacho: not called:", call, error);
    }
  }
  stop();
}

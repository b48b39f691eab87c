// The script tag: reads its attributes, starts the client and replays the calls that the stub kept.

import type { Client, Consent } from "./api.ts";
import { autocapture } from "./autocapture.ts";
import { init } from "./client.ts";
import { replay, type StubCall } from "./stub-calls.ts";

declare global {
  interface Window {
    /** Before the script has loaded: the stub, with the calls made so far. After: the client. */
    riacho?: Client | { q: StubCall[] };
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const before = window.riacho;

if (before && !("q" in before)) {
  console.warn("riacho: loaded twice");
} else {
  // Loaded as a module there is no current script, and so no app id: init says what is missing.
  const { appId = "", endpoint, consent, credentials, ...others } = script?.dataset ?? {};
  // `data-page-views="hash"` is `{ pageViews: { hash: true } }`.
  const switches = Object.entries(others).map(([name, value = ""]) => [
    name,
    value !== "off" && { [value]: true },
  ]);
  const client = init({
    appId,
    // The collector usually serves the script: its origin is a better default than the page's.
    endpoint: endpoint || new URL(script?.src || location.href).origin,
    // Only what is said plainly sends cookies: a typing error must not.
    credentials: credentials === "include",
    plugins: [autocapture({ ...Object.fromEntries(switches), consent: consent as Consent | undefined })],
  });
  window.riacho = client;
  replay(client, before?.q.splice(0) ?? []);
}

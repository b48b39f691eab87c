// The script tag: reads its attributes, starts the client and replays the calls that the stub kept.

import type { Client } from "./api.ts";
import { init } from "./client.ts";
import { pageViews } from "./page-views.ts";

type Method = "track" | "page" | "identify" | "reset";

declare global {
  interface Window {
    /** Before the script has loaded: the stub, with the calls made so far. After: the client. */
    riacho?: Client | { q: [method: Method, args: unknown[]][] };
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const before = window.riacho;

if (before && !("q" in before)) {
  console.warn("riacho: loaded twice");
} else {
  // Loaded as a module there is no current script, and so no app id: init says what is missing.
  const { appId = "", endpoint, pageViews: pageViewsSetting } = script?.dataset ?? {};
  const client = init({
    appId,
    // The collector usually serves the script: its origin is a better default than the page's.
    endpoint: endpoint || new URL(script?.src || location.href).origin,
    plugins: pageViewsSetting === "off" ? [] : [pageViews()],
  });
  window.riacho = client;
  for (const [method, args] of before?.q ?? []) (client[method] as (...args: unknown[]) => void)?.(...args);
}

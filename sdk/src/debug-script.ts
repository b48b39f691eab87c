// The script tag `riacho-debug.js`: both plugins for the client of riacho.js, whichever of the two comes first.

import type { Client } from "./api.ts";
import { debug, overlay } from "./debug.ts";

type Maybe = Client | { q: unknown[] } | undefined;

const page = window as { riacho?: Maybe };
let value = page.riacho;

const isClient = (riacho: Maybe): riacho is Client => riacho !== undefined && !("q" in riacho);

function take(riacho: Maybe): void {
  value = riacho;
  if (!isClient(riacho)) return;
  // As it was: the page's own name is nobody else's property.
  Object.defineProperty(page, "riacho", { value, configurable: true, enumerable: true, writable: true });
  riacho.use(debug());
  riacho.use(overlay());
}

function complain(): void {
  if (isClient(value)) return;
  console.warn(
    "riacho: riacho.js has not started\nIs its address right, and the snippet on the page? Does the page's CSP (script-src) or an extension forbid it?",
  );
}

if (isClient(value)) take(value);
else {
  // Its arrival is an assignment: nothing to poll.
  Object.defineProperty(page, "riacho", {
    configurable: true,
    enumerable: true,
    get: () => value,
    set: take,
  });
  if (document.readyState === "complete") complain();
  else addEventListener("load", complain, { once: true });
}

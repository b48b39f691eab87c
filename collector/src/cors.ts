// CORS has one owner: this file. API Gateway's own CORS stays off, since it would override these answers.

import type { App } from "./config.ts";

/** Whether a page of this origin may send for the app. No origin at all is a server or a command line, not a page. */
export function allowsOrigin(app: App, origin: string | undefined): boolean {
  return origin === undefined || app.origins.some((rule) => matchesOrigin(rule, origin));
}

function matchesOrigin(rule: string, origin: string): boolean {
  const [scheme, domain] = rule.split("*.");
  if (domain === undefined) return origin === rule;
  return origin.startsWith(scheme as string) && origin.endsWith(`.${domain}`);
}

/** Headers that let a page of this origin read an answer, `Retry-After` included. */
export function corsHeaders(
  { cookieDomain }: Pick<App, "cookieDomain">,
  origin: string | undefined,
): Record<string, string> {
  if (origin === undefined) return {};
  return {
    // Refusals too: a page whose request carried cookies could not read them otherwise.
    ...(cookieDomain && { "access-control-allow-credentials": "true" }),
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "retry-after",
    vary: "origin",
  };
}

/** Headers of a preflight's answer: only senders that are not our SDK ask, since ours sends what needs no preflight. */
export function preflightHeaders(app: App, origin: string | undefined): Record<string, string> {
  return {
    ...corsHeaders(app, origin),
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type, content-encoding",
    "access-control-max-age": "86400",
  };
}

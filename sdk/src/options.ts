import type { Options } from "./api.ts";

/**
 * Checks options that may come from anywhere: JavaScript without types, attributes of a script tag.
 *
 * @throws TypeError that says what was expected and what came
 */
export function readOptions({
  appId,
  endpoint = location.origin,
  plugins = [],
  beforeSend,
  credentials,
}: Options) {
  if (!appId || !/^https?:\/\/./.test(endpoint)) {
    const expected = `expected {"appId":"shop","endpoint":"https://t.example.com"}`;
    throw new TypeError(`${expected}, got ${JSON.stringify({ appId, endpoint })}`);
  }
  return { plugins, beforeSend, credentials, appId, endpoint: endpoint.replace(/\/+$/, "") };
}

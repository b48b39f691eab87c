import type { Options } from "./api.ts";

/**
 * Checks options that may come from anywhere: JavaScript without types, attributes of a script tag.
 *
 * @throws TypeError that says what was expected and what came
 */
export function readOptions({ appId, endpoint = location.origin, plugins = [], beforeSend }: Options) {
  if (!appId || !/^https?:\/\/./.test(endpoint)) {
    const got = JSON.stringify({ appId, endpoint });
    throw new TypeError(`expected {"appId":"shop","endpoint":"https://t.example.com"}, got ${got}`);
  }
  return { plugins, beforeSend, appId, endpoint: endpoint.replace(/\/+$/, "") };
}

import type { Options } from "./api.ts";

/**
 * Checks what may come from anywhere: JavaScript without types, attributes of a script tag.
 *
 * @returns the collector's URL, without a slash at its end
 * @throws TypeError that says what was expected and what came
 */
export function readEndpoint({ appId, endpoint = location.origin }: Options): string {
  if (!appId || !/^https?:\/\/./.test(endpoint)) {
    const expected = `expected {"appId":"shop","endpoint":"https://t.example.com"}`;
    throw new TypeError(`${expected}, got ${JSON.stringify({ appId, endpoint })}`);
  }
  return endpoint.replace(/\/+$/, "");
}

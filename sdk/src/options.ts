import type { Options } from "./api.ts";

/**
 * Checks options that may come from anywhere: JavaScript without types, attributes of a script tag.
 *
 * @throws TypeError that names the option, what was expected and what came
 */
export function readOptions({ appId, endpoint = location.origin, plugins = [] }: Options): Required<Options> {
  expectOption("app-id", appId, /./, "shop");
  expectOption("endpoint", endpoint, /^https?:\/\/[^/?#]/, "https://t.example.com");
  return { appId, endpoint: endpoint.replace(/\/+$/, ""), plugins };
}

function expectOption(name: string, value: unknown, pattern: RegExp, example: string): void {
  if (typeof value === "string" && pattern.test(value)) return;
  throw new TypeError(`${name}: expected the like of ${example}, got ${JSON.stringify(value)}`);
}

import type { Plugin } from "./api.ts";
import { readPage } from "./read-page.ts";

/**
 * Gives every event the page and the device it happened on: address, path, title, referrer, campaign, language, time
 * zone, screen and viewport. Addresses lose their secrets: values of parameters such as `token` or `email`. In a
 * single-page app the previous address becomes the referrer.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [pageFacts()] })
 */
export function pageFacts(): Plugin {
  return ({ addFacts }) => addFacts(readPage);
}

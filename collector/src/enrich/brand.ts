// What a Chromium calls itself beside the User-Agent, without being asked (https://wicg.github.io/ua-client-hints/).
// Brave's User-Agent is Chrome's to the letter; its name stands here alone.

import type { Row } from "@riacho/contract/columns";

/** A list of names is short. What is longer was written by somebody else, and is matched no further. */
const lengthMax = 300;
/** A name of the list with its version: `"Brave";v="141"`. */
const brands = /"([\w .+-]{1,40})";\s*v="(\d{1,5})"/g;
/** Names that say no more than the User-Agent, and the one that is made up anew in each version: `Not?A_Brand`. */
const nothingNew = /^(Chromium|Google Chrome|HeadlessChrome|Android WebView)$|Not.{1,2}A.{1,2}Brand/;

/**
 * Browser and version, as columns, where `Sec-CH-UA` names another browser than Chrome; otherwise none.
 *
 * @example readBrand(`"Not.A/Brand";v="8", "Chromium";v="141", "Brave";v="141"`) // { browser: "Brave", browser_version: "141" }
 */
export function readBrand(list = ""): Row {
  for (const [, browser = "", browser_version = ""] of list.slice(0, lengthMax).matchAll(brands)) {
    if (!nothingNew.test(browser)) return { browser, browser_version };
  }
  return {};
}

// What the User-Agent says of browser and device. Browsers say less from year to year (a fixed Windows, a fixed Android):
// what is here is for counting, not for deciding what a browser can do.

import type { Row } from "@riacho/contract/columns";
import { isbot } from "isbot";
import { UAParser } from "ua-parser-js";
import { rememberRecent } from "./recent.ts";

/** How many are remembered: a few hundred User-Agents make most of a site's traffic, and each takes about 1 KB. */
const userAgentsMax = 500;

/** Where our word is not the library's. */
const systems: Readonly<Record<string, string>> = { "Mac OS": "macOS", "Chromium OS": "ChromeOS" };
const classes: Readonly<Record<string, string>> = { smarttv: "tv" };
/** Systems of computers: the library names no class for a desktop, nor for what it does not know. */
const desktopSystem = /^(Windows|macOS|ChromeOS|Linux|Ubuntu|Debian|Fedora|.*BSD)$/;

/**
 * Browser and device, as columns: those that the text tells of. An empty User-Agent is a bot's: browsers always send one.
 *
 * @param userAgent at most some hundred bytes: the expressions it is matched with are not linear
 * @example readDevice("Mozilla/5.0 (Windows NT 10.0; Win64; x64) ... Chrome/141.0.0.0 Safari/537.36")
 * // { browser: "Chrome", browser_version: "141", os: "Windows", device_class: "desktop", is_bot: false }
 */
export const readDevice: (userAgent: string) => Row = rememberRecent(parseDevice, userAgentsMax);

/** As `readDevice`, and remembers nothing: some 30 us. */
export function parseDevice(userAgent: string): Row {
  const parser = new UAParser(userAgent);
  const browser = parser.getBrowser();
  const os = rename(parser.getOS().name, systems);
  const isBot = userAgent === "" || isbot(userAgent);
  const row: Row = { is_bot: isBot };
  // "Mobile Safari" is Safari: what it runs on is a column of its own.
  if (browser.name) row.browser = browser.name.replace(/^Mobile /, "");
  if (browser.major) row.browser_version = browser.major;
  if (os) row.os = os;
  const deviceClass = isBot ? "bot" : toClass(parser.getDevice().type, os);
  if (deviceClass) row.device_class = deviceClass;
  return row;
}

function toClass(type: string | undefined, os: string | undefined): string | undefined {
  if (type === undefined) return os !== undefined && desktopSystem.test(os) ? "desktop" : undefined;
  return rename(type, classes);
}

function rename(name: string | undefined, names: Readonly<Record<string, string>>): string | undefined {
  return name === undefined ? undefined : Object.hasOwn(names, name) ? names[name] : name;
}

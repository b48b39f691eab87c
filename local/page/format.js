// @ts-check

const numberFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const shortFormat = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });
const timeFormat = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** @param {number} value */
export function toNumberText(value) {
  return numberFormat.format(value);
}

/** Short from a million on, to fit a tile: 12.3M. @param {number} value */
export function toShortNumberText(value) {
  return Math.abs(value) < 1_000_000 ? toNumberText(value) : shortFormat.format(value);
}

/** @param {unknown} value any cell of a tile */
export function toCellText(value) {
  if (value === null || value === undefined) return "–";
  return typeof value === "number" ? toNumberText(value) : toVisibleText(String(value));
}

/**
 * Text that reads as it is stored. Controls that turn the direction of writing would let `/\u202egnp.exe` pose as
 * `/exe.png` (Unicode report 36, "bidirectional text spoofing"). Words of right-to-left scripts need none of them.
 *
 * @param {string} text
 */
export function toVisibleText(text) {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** @param {number} ms */
export function toTimeText(ms) {
  return Number.isNaN(ms) ? "" : timeFormat.format(ms);
}

/** A day such as 2026-11-22 for people; any other text stays as it is. @param {unknown} value */
export function toDayText(value) {
  const text = toCellText(value);
  return /^\d{4}-\d\d-\d\d$/.test(text) ? dayFormat.format(Date.parse(text)) : text;
}

/** The time of a row's timestamp column, which is UTC, in ms. @param {unknown} timestamp */
export function readTimestamp(timestamp) {
  return Date.parse(`${String(timestamp).replace(" ", "T")}Z`);
}

/** The end of an id tells visitors apart: a UUIDv7 starts with the time. @param {string} id */
export function toShortId(id) {
  return Array.from(id).slice(-6).join("");
}

/** A hue from 0 to 359 that is always the same for an id. @param {string} id */
export function toHue(id) {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) >>> 0;
  // The golden angle keeps ids with neighbouring hashes apart.
  return Math.round(hash * 137.508) % 360;
}

/** JSON text indented, or the text itself where it is not JSON; visible as by `toVisibleText`. @param {string} text */
export function toIndented(text) {
  try {
    return toVisibleLines(JSON.stringify(JSON.parse(text), null, 2));
  } catch {
    return toVisibleLines(text);
  }
}

/** @param {string} text */
function toVisibleLines(text) {
  return text.split("\n").map(toVisibleText).join("\n");
}

/** @param {number} part @param {number} whole */
export function toPercentText(part, whole) {
  return whole > 0 ? `${toNumberText(Math.round((1000 * part) / whole) / 10)}%` : "–";
}

// @ts-check
import { element } from "./element.js";
import { toIndented, toVisibleText } from "./format.js";

/** @typedef {import("./stream.js").Row} Row */

/** Columns of JSON text, shown apart and indented. */
const jsonColumns = ["props", "raw"];

/** Columns that say what is wrong with an event, in a sentence: what somebody who opens such a row looks for. */
const wrongColumns = ["message", "plan_violations"];

/** Every column of a row that has a value. @param {Row} row */
export function toRowDetails(row) {
  const wrongs = wrongColumns.flatMap((column) => (row[column] == null ? [] : [toWrong(row[column])]));
  const facts = element("dl");
  for (const [column, value] of Object.entries(row)) {
    if (value === null || jsonColumns.includes(column) || wrongColumns.includes(column)) continue;
    facts.append(
      element("dt", {}, column),
      element("dd", {}, element("bdi", {}, toValueText(column, value))),
    );
  }
  const texts = jsonColumns.flatMap((column) => (row[column] == null ? [] : [toText(column, row[column])]));
  return element("div", { class: "details" }, ...wrongs, ...texts, facts);
}

/** @param {unknown} sentence it quotes what a page sent */
function toWrong(sentence) {
  return element("p", { class: "wrong" }, element("bdi", {}, toVisibleText(String(sentence))));
}

/** Rows write times in UTC; the list above shows the reader's own clock, so say which. @param {string} column @param {unknown} value */
function toValueText(column, value) {
  return column.endsWith("_at") ? `${value} UTC` : toVisibleText(String(value));
}

/** @param {string} column @param {unknown} value */
function toText(column, value) {
  const text = element("pre", { tabindex: "0", "aria-label": column }, toIndented(String(value)));
  return element("figure", {}, element("figcaption", {}, column), text);
}

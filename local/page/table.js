// @ts-check
import { element } from "./element.js";
import { toCellText } from "./format.js";

/** @typedef {import("./tile.js").Tile} Tile */

/** A table whose rows carry a faint bar behind their first number. @param {Tile} tile */
export function toTable({ title, columns, rows }) {
  const measured = columns.findIndex((_, at) => isNumeric(rows, at));
  const most = Math.max(0, ...rows.map((row) => Number(row[measured])).filter(Number.isFinite));
  const body = rows.map((row) => {
    const line = element("tr", {}, ...row.map((cell, at) => toCell(cell, at, isNumeric(rows, at))));
    if (most > 0) line.style.setProperty("--share", `${(100 * Number(row[measured])) / most}%`);
    return line;
  });
  const heads = columns.map((name, at) =>
    element("th", { scope: "col", ...(isNumeric(rows, at) ? { class: "numeric" } : {}) }, name),
  );
  return element(
    "table",
    { "aria-label": title },
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...body),
  );
}

/** @param {Tile["rows"][number][number]} cell @param {number} at @param {boolean} numeric */
function toCell(cell, at, numeric) {
  const text = toCellText(cell);
  if (numeric) return element("td", { class: "numeric" }, text);
  // Long paths are cut by the style; the title has them whole.
  return element(
    at === 0 ? "th" : "td",
    { ...(at === 0 ? { scope: "row" } : {}), title: text },
    element("bdi", {}, text),
  );
}

/** @param {Tile["rows"]} rows @param {number} at */
function isNumeric(rows, at) {
  return (
    rows.some((row) => typeof row[at] === "number") &&
    rows.every((row) => row[at] === null || typeof row[at] === "number")
  );
}

// @ts-check
import { element, svgElement } from "./element.js";
import { toDayText, toNumberText } from "./format.js";
import { toTable } from "./table.js";

/** @typedef {import("./tile.js").Tile} Tile */

/** One bar a row: [label, count]. Screen readers get the same figures as a table. @param {Tile} tile */
export function toSeries(tile) {
  const values = tile.rows.map((row) => Number(row[1]) || 0);
  const labels = tile.rows.map((row) => toDayText(row[0]));
  const most = Math.max(0, ...values);
  const bars = values.map((value, at) => {
    const height = most > 0 ? (100 * value) / most : 0;
    return svgElement(
      "g",
      {},
      svgElement("title", {}, `${labels[at]}: ${toNumberText(value)}`),
      // The whole column answers to the pointer, however low its bar.
      svgElement("rect", { class: "column", x: at, width: 1, height: 100 }),
      svgElement("rect", { class: "value", x: at + 0.1, y: 100 - height, width: 0.8, height }),
    );
  });
  const svg = svgElement(
    "svg",
    { viewBox: `0 0 ${Math.max(values.length, 7)} 100`, preserveAspectRatio: "none", "aria-hidden": "true" },
    ...bars,
  );
  const ends = labels.length > 1 ? [labels[0] ?? "", labels.at(-1) ?? ""] : labels;
  const hidden = toTable(tile);
  hidden.className = "visually-hidden";
  return element(
    "div",
    { class: "series" },
    element("p", { class: "peak", "aria-hidden": "true" }, `most ${toNumberText(most)}`),
    svg,
    element("p", { class: "ends", "aria-hidden": "true" }, ...ends.map((text) => element("span", {}, text))),
    hidden,
  );
}

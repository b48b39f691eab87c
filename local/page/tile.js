// @ts-check
import { element } from "./element.js";
import { toCellText, toShortNumberText } from "./format.js";
import { toFunnel } from "./funnel.js";
import { toSeries } from "./series.js";
import { toTable } from "./table.js";

/** @typedef {string | number | boolean | null} Cell */
/** @typedef {{ id: string, title: string, kind: string, columns: string[], rows: Cell[][], note?: string }} Tile */

/** @type {{ [kind: string]: (tile: Tile) => HTMLElement }} */
const bodies = {
  number: toNumber,
  series: toSeries,
  funnel: toFunnel,
};

/** A tile of any kind. One we do not know yet is shown as the table that it is. @param {Tile} tile */
export function toTileElement(tile) {
  const kind = Object.hasOwn(bodies, tile.kind) ? tile.kind : "table";
  const toBody = bodies[kind] ?? toTable;
  const body = tile.rows.length > 0 ? toBody(tile) : element("p", { class: "none" }, "nothing yet");
  const note = tile.note ? [element("p", { class: "note" }, tile.note)] : [];
  const title = element("h3", {}, tile.title);
  return element("article", { class: `tile ${kind}-tile`, "data-tile": tile.id }, title, body, ...note);
}

/** @param {Tile} tile */
function toNumber({ rows }) {
  const value = rows[0]?.[0] ?? null;
  const text = typeof value === "number" ? toShortNumberText(value) : toCellText(value);
  return element("p", { class: "number", title: toCellText(value) }, text);
}

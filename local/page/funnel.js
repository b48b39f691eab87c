// @ts-check
import { element, svgElement } from "./element.js";
import { toCellText, toNumberText, toPercentText } from "./format.js";

/** @typedef {import("./tile.js").Tile} Tile */

/** A stream that narrows from step to step: [step, name, count]. The list beside it says the same in words. @param {Tile} tile */
export function toFunnel({ rows }) {
  const counts = rows.map((row) => Number(row[2]) || 0);
  const first = counts[0] ?? 0;
  const steps = rows.map((row, at) => {
    const count = counts[at] ?? 0;
    const before = counts[at - 1];
    const share = before === undefined ? "" : `${toPercentText(count, before)} of the step before`;
    return element(
      "li",
      {},
      element("span", { class: "step" }, element("bdi", {}, toCellText(row[1]))),
      element("span", { class: "count" }, toNumberText(count)),
      element("span", { class: "share" }, share),
    );
  });
  return element("div", { class: "funnel" }, toStream(counts, first), element("ol", {}, ...steps));
}

/** One unit of height a step: as wide as its count at the middle, bending towards the next. @param {number[]} counts @param {number} first */
function toStream(counts, first) {
  const halves = counts.map((count) => (first > 0 ? Math.min(50, (50 * count) / first) : 0));
  let right = "";
  let left = "";
  halves.forEach((half, at) => {
    const next = halves[at + 1] ?? half;
    const [from, bend, to] = [at + 0.5, at + 1, Math.min(at + 1.5, halves.length)];
    right += `C${50 + half} ${bend} ${50 + next} ${bend} ${50 + next} ${to}`;
    left = `C${50 - next} ${bend} ${50 - half} ${bend} ${50 - half} ${from}${left}`;
  });
  const top = halves[0] ?? 0;
  const last = halves.at(-1) ?? 0;
  return svgElement(
    "svg",
    { viewBox: `0 0 100 ${counts.length}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    svgElement("path", { d: `M${50 + top} 0V0.5${right}H${50 - last}${left}V0Z` }),
  );
}

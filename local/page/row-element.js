// @ts-check
import { element } from "./element.js";
import { readTimestamp, toHue, toShortId, toTimeText, toVisibleText } from "./format.js";
import { toRowDetails } from "./row-details.js";

/** @typedef {import("./stream.js").Row} Row */

/** One row of the list. What it holds besides is made when it is opened: most never are. @param {Row} row */
export function toRowElement(row) {
  const summary = element("summary", {}, toMark(row), toTime(row), toName(row), toPage(row), toVisitor(row));
  const details = element("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(toRowDetails(row));
  });
  return element("li", { "data-status": String(row.status) }, details);
}

/** Drop or stone: colour is not the only difference. @param {Row} row */
function toMark(row) {
  return element("span", { class: "mark", role: "img", "aria-label": String(row.status) });
}

/** @param {Row} row */
function toTime(row) {
  const text = toTimeText(readTimestamp(row.event_at ?? row.received_at));
  return element("span", { class: "time" }, text);
}

/** @param {Row} row */
function toName(row) {
  const name = String(row.name ?? "").trim() || "no name";
  const shown = element("span", { class: "name" }, element("bdi", {}, toVisibleText(name)));
  if (row.reason) shown.append(element("span", { class: "reason" }, String(row.reason)));
  else if (row.plan_violations) shown.append(element("span", { class: "flagged" }, "not as planned"));
  return shown;
}

/** @param {Row} row */
function toPage(row) {
  return element("span", { class: "page" }, element("bdi", {}, toVisibleText(String(row.page_path ?? ""))));
}

/** @param {Row} row */
function toVisitor(row) {
  if (row.visitor_id == null) return element("span", { class: "visitor none" }, "no visitor");
  const id = String(row.visitor_id);
  const shown = element("span", { class: "visitor" }, element("bdi", {}, toVisibleText(toShortId(id))));
  // Set through the object model, which a strict `style-src` allows; an attribute it would not.
  shown.style.setProperty("--hue", String(toHue(id)));
  return shown;
}

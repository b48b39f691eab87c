// @ts-check
import { byId } from "./element.js";
import { toNumberText } from "./format.js";
import { toMatcher } from "./matcher.js";
import { toRowElement } from "./row-element.js";

/** @typedef {import("./stream.js").Row} Row */

/** Rows in the document: more than anyone reads, few enough to lay out in one frame. */
const drawnMax = 300;

/** Rows in memory, so that the filter finds more than what is drawn. A row may be some 40 KB. */
const keptMax = 1_000;

/** At most ten draws a second: more often is neither readable nor calm. */
const drawGapMs = 100;

/** Up to this many new rows at once come in gently; beyond, a flood of animations would only flicker. */
const gentleMax = 8;

/**
 * The list of events, newest on top. While it is paused, or a row is open and being read, nothing moves and new rows
 * wait.
 */
export function startLive() {
  const list = byId("rows");
  const filter = /** @type {HTMLInputElement} */ (byId("filter"));
  const pause = byId("pause");
  const showHeld = byId("show-held");

  /** What the list shows, filtered; oldest first. @type {Row[]} */
  let kept = [];
  /** What came since the last draw; oldest first. @type {Row[]} */
  let waiting = [];
  /** How many came since then; more than `waiting` holds when it overflowed. */
  let waitingCount = 0;
  let paused = false;
  let drawnAt = 0;
  let frame = 0;

  const isHeld = () => paused || list.querySelector("details[open]") !== null;

  /** @param {Row[]} rows */
  function add(rows) {
    waiting = waiting.concat(rows).slice(-keptMax);
    waitingCount += rows.length;
    schedule();
  }

  function schedule() {
    // In a hidden tab no frame comes and nothing is drawn; `waiting` stays bounded.
    if (frame === 0) frame = requestAnimationFrame(onFrame);
  }

  /** @param {number} now */
  function onFrame(now) {
    frame = 0;
    if (isHeld()) showState();
    else if (now - drawnAt < drawGapMs) schedule();
    else {
      drawnAt = now;
      drawWaiting();
    }
  }

  function drawWaiting() {
    const matching = waiting.filter(toMatcher(filter.value)).slice(-drawnMax);
    const elements = matching.reverse().map(toRowElement);
    if (list.childElementCount > 0 && elements.length <= gentleMax) {
      for (const row of elements) row.classList.add("new");
    }
    list.prepend(...elements);
    while (list.childElementCount > drawnMax) list.lastElementChild?.remove();
    keepWaiting();
  }

  function drawAll() {
    const matching = kept.filter(toMatcher(filter.value)).slice(-drawnMax);
    list.replaceChildren(...matching.reverse().map(toRowElement));
    showState();
    schedule();
  }

  function keepWaiting() {
    kept = kept.concat(waiting).slice(-keptMax);
    waiting = [];
    waitingCount = 0;
    showState();
  }

  function showState() {
    pause.textContent = paused ? "Resume" : "Pause";
    pause.setAttribute("aria-pressed", String(paused));
    showHeld.hidden = waitingCount === 0 || !isHeld();
    showHeld.textContent = `${toNumberText(waitingCount)} new`;
    byId("no-rows").hidden = kept.length + waiting.length > 0;
    byId("no-match").hidden = kept.length === 0 || list.childElementCount > 0;
  }

  filter.addEventListener("input", drawAll);
  pause.addEventListener("click", () => {
    paused = !paused;
    schedule();
  });
  showHeld.addEventListener("click", () => {
    paused = false;
    for (const open of list.querySelectorAll("details[open]")) open.removeAttribute("open");
    byId("scroll").scrollTop = 0;
    pause.focus({ preventScroll: true });
    schedule();
  });
  // `toggle` does not bubble, but it can be captured on its way down.
  list.addEventListener("toggle", schedule, true);

  showState();
  return { add };
}

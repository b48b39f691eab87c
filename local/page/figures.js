// @ts-check
import { byId } from "./element.js";
import { toTimeText } from "./format.js";
import { toTileElement } from "./tile.js";

/** @typedef {import("./tile.js").Tile} Tile */
/** @typedef {{ computed_at: number, took_ms: number, tiles: Tile[] }} Dashboard */

const pollGapMs = 2_000;
const timeoutMs = 10_000;

/** The figures, asked for again and again while the page can be seen. */
export function startFigures() {
  /** Each tile as it is shown, by its id; `text` tells whether it changed. @type {Map<string, { text: string, element: HTMLElement }>} */
  let shown = new Map();
  let computedAt = 0;
  let watching = new AbortController();

  /** @param {AbortSignal} signal */
  async function watch(signal) {
    while (!signal.aborted) {
      const read = await readDashboard(signal);
      if (signal.aborted) return;
      if ("dashboard" in read) show(read.dashboard);
      else showTrouble(read.trouble);
      await new Promise((resolve) => setTimeout(resolve, pollGapMs));
    }
  }

  /** @param {Dashboard} dashboard */
  function show({ computed_at, took_ms, tiles }) {
    computedAt = computed_at;
    byId("trouble").hidden = true;
    byId("computed").textContent = `counted at ${toTimeText(computed_at)} in ${Math.round(took_ms)} ms`;
    byId("no-figures").hidden = !tiles.every(isEmpty);
    byId("tiles").hidden = tiles.every(isEmpty);

    const next = new Map(tiles.map((tile) => [tile.id, toShown(tile)]));
    const elements = [...next.values()].map(({ element }) => element);
    // A tile that did not change stays the same element: a selection or a scroll position in it survives.
    if (elements.some((element, i) => element !== byId("tiles").children[i]) || next.size !== shown.size) {
      byId("tiles").replaceChildren(...elements);
    }
    shown = next;
  }

  /** @param {Tile} tile */
  function toShown(tile) {
    const text = JSON.stringify(tile);
    const before = shown.get(tile.id);
    return before?.text === text ? before : { text, element: toTileElement(tile) };
  }

  /** @param {string} trouble */
  function showTrouble(trouble) {
    const since = computedAt > 0 ? ` The figures below are from ${toTimeText(computedAt)}.` : "";
    const text = `${trouble}${since} Trying again.`;
    // Said once: the same text set again would be read out again.
    if (byId("trouble").textContent !== text) byId("trouble").textContent = text;
    byId("trouble").hidden = false;
  }

  function onVisibility() {
    watching.abort();
    if (document.hidden) return;
    watching = new AbortController();
    watch(watching.signal);
  }

  document.addEventListener("visibilitychange", onVisibility);
  onVisibility();
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<{ dashboard: Dashboard } | { trouble: string }>}
 */
async function readDashboard(signal) {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch("/local/dashboard", { signal: AbortSignal.any([signal, timeout]) });
    if (!response.ok) return { trouble: `The server could not count: it answered ${response.status}.` };
    return { dashboard: await response.json() };
  } catch (error) {
    if (timeout.aborted)
      return { trouble: `The server took longer than ${timeoutMs / 1000} seconds to count.` };
    if (error instanceof SyntaxError) return { trouble: "The server's figures could not be read." };
    return { trouble: "The server does not answer. Is npm start still running?" };
  }
}

/** Nothing counted, or only noughts. @param {Tile} tile */
function isEmpty({ kind, rows }) {
  if (kind === "funnel") return !rows[0]?.[2];
  return kind === "number" ? !rows[0]?.[0] : rows.length === 0;
}

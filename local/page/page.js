// @ts-check
// The page at `/`: what arrives now on one side, what it adds up to on the other.
import { startBrook } from "./brook.js";
import { byId } from "./element.js";
import { startFigures } from "./figures.js";
import { toNumberText } from "./format.js";
import { startLive } from "./live.js";
import { createOnce } from "./once.js";
import { onStream } from "./stream.js";

const live = startLive();
const brook = startBrook();
startFigures();

const connection = byId("connection");
const counterElements = document.querySelectorAll("[data-counter]");
const once = createOnce();

onStream({
  rows: (rows) => live.add(once(rows)),
  counters: (counters) => {
    for (const element of counterElements) {
      const name = element.getAttribute("data-counter") ?? "";
      const count = counters[name] ?? 0;
      element.textContent = toNumberText(count);
      element.toggleAttribute("data-some", count > 0);
    }
    brook.total((counters.accepted ?? 0) + (counters.rejected ?? 0));
  },
  state: (state) => {
    connection.textContent = state;
    connection.dataset.state = state;
  },
});

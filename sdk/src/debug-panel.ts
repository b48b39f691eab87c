// The overlay's panel. In a closed shadow root: listeners of the page, `clicks()` among them, see a host without buttons.
// No HTML from text and no style attributes, so that the strictest page takes it (CSP, Trusted Types).

import { make, setText } from "./debug-element.ts";
import type { EntryState, Journal } from "./debug-journal.ts";
import { createRows } from "./debug-rows.ts";
import { panelStyle } from "./debug-style.ts";
import { toWithheldText, type Words } from "./debug-words.ts";

/** What stays within: a page's shortcuts, and what closes its menus, are not for the panel's own keys and clicks. */
const ownEvents = [
  "click",
  "auxclick",
  "pointerdown",
  "pointerup",
  "mousedown",
  "mouseup",
  "keydown",
  "keyup",
];

const labels: Record<EntryState, string> = {
  tracked: "waiting",
  sent: "on the wire",
  accepted: "accepted",
  rejected: "rejected",
  dropped: "dropped",
};

const states = Object.keys(labels) as EntryState[];

/** Where a panel that is open would hide what it is about. */
const smallScreen = "(max-width: 600px)";

export interface Panel {
  show(journal: Journal, answer: Words | null): void;
  remove(): void;
}

/** @param onClose called when its user closes it */
export function openPanel(appId: string, onClose: () => void): Panel {
  const counts = createCounts();
  const status = createStatus();
  const rows = createRows();
  const body = make("div", "body");
  body.append(counts.element, status.element, rows.list);
  const header = createHeader(appId, body, onClose);
  const panel = make("section");
  panel.setAttribute("aria-label", "Riacho events");
  panel.append(header.element, body);
  const host = createHost(panel);

  return {
    show(journal, answer) {
      const counted = journal.count();
      panel.toggleAttribute("data-problem", answer?.isProblem ?? false);
      header.show(counted);
      counts.show(counted);
      status.show(journal, answer);
      rows.show(journal.last);
    },
    remove: () => host.remove(),
  };
}

function createHost(panel: HTMLElement): HTMLElement {
  const host = document.createElement("riacho-debug");
  const root = host.attachShadow({ mode: "closed" });
  const style = new CSSStyleSheet();
  style.replaceSync(panelStyle);
  root.adoptedStyleSheets = [style];
  root.append(panel);
  for (const type of ownEvents) host.addEventListener(type, (event) => event.stopPropagation());
  // Not in the body, which frameworks take for theirs.
  document.documentElement.append(host);
  return host;
}

type Counts = ReturnType<Journal["count"]>;

function createHeader(appId: string, body: HTMLElement, onClose: () => void) {
  const element = make("header");
  const brief = make("span", "brief");
  const fold = make("button");
  const close = make("button", "", "×");
  body.id = "body";
  fold.setAttribute("aria-controls", body.id);
  close.setAttribute("aria-label", "Close");
  element.append(make("b", "", "Riacho"), make("span", "app", appId), brief, fold, close);

  function setFolded(isFolded: boolean): void {
    body.hidden = isFolded;
    brief.hidden = !isFolded;
    fold.textContent = isFolded ? "+" : "−";
    fold.setAttribute("aria-label", isFolded ? "Unfold" : "Fold");
    fold.setAttribute("aria-expanded", `${!isFolded}`);
  }

  fold.addEventListener("click", () => setFolded(!body.hidden));
  close.addEventListener("click", onClose);
  setFolded(matchMedia(smallScreen).matches);

  return {
    element,
    show(counted: Counts): void {
      // What went wrong first: a narrow line is cut at its end.
      const some = [...states].reverse().filter((state) => counted[state]);
      setText(brief, some.map((state) => `${counted[state]} ${labels[state]}`).join(", ") || "no events yet");
    },
  };
}

function createCounts() {
  const element = make("dl");
  const figures = states.map((state) => {
    const item = make("div", state);
    const figure = make("dd");
    item.append(make("dt", "", labels[state]), figure);
    element.append(item);
    return { state, item, figure };
  });
  return {
    element,
    show(counted: Counts): void {
      for (const { state, item, figure } of figures) {
        setText(figure, `${counted[state]}`);
        item.toggleAttribute("data-some", counted[state] > 0);
      }
    },
  };
}

/** The last answer, and what was lost so far. */
function createStatus() {
  const element = make("div", "answer");
  const [title, advice, losses] = [make("p", "title"), make("p"), make("p")];
  element.setAttribute("role", "status");
  element.append(title, advice, losses);
  return {
    element,
    show(journal: Journal, answer: Words | null): void {
      setText(title, answer?.title ?? "No answer yet");
      setText(advice, answer?.advice ?? "");
      setText(losses, toLosses(journal));
    },
  };
}

function toLosses({ drops, withheld }: Journal): string {
  const dropped = Object.entries(drops).map(([reason, n]) => `${n} ${reason}`);
  const lines = dropped[0] ? [`Dropped: ${dropped.join(", ")}.`] : [];
  if (withheld()) lines.push(`Withheld: ${withheld()}. ${toWithheldText()}`);
  return lines.join("\n");
}

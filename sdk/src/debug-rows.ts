// The overlay's list of events: each with its state and, for who opens it, its props.

import { make, setText } from "./debug-element.ts";
import type { Entry } from "./debug-journal.ts";

interface Row {
  element: HTMLElement;
  update(): void;
}

export function createRows() {
  const list = make("ol");
  /** By entry, so that a row that is open or has the focus keeps it. */
  const rows = new Map<Entry, Row>();
  list.setAttribute("aria-label", "Last events");

  function add(entry: Entry): void {
    const row = createRow(entry);
    rows.set(entry, row);
    list.prepend(row.element);
  }

  return {
    list,

    /** @param entries oldest first; shown newest first */
    show(entries: readonly Entry[]): void {
      for (const [entry, { element }] of rows) {
        if (entries.includes(entry)) continue;
        element.remove();
        rows.delete(entry);
      }
      for (const entry of entries) if (!rows.has(entry)) add(entry);
      for (const row of rows.values()) row.update();
    },
  };
}

function createRow(entry: Entry): Row {
  const { name, time, props } = entry;
  const element = make("li");
  const details = make("details");
  const summary = make("summary");
  const state = make("span", "state");
  const why = make("p", "why");
  const clock = time === undefined ? "" : new Date(time).toLocaleTimeString();
  summary.append(make("span", "name", name), make("time", "", clock), state);
  details.append(summary, make("pre", "", props || "no props"));
  element.append(details, why);
  return {
    element,
    update() {
      element.className = entry.state;
      setText(state, entry.state);
      setText(why, entry.why ?? "");
    },
  };
}

// Words for the console of who integrates.

import type { Notice } from "./api.ts";
import type { Watcher } from "./debug-watch.ts";
import { count, readName, toAnswerWords, toDropText, toSize, toWithheldText } from "./debug-words.ts";

const badge = "background:#0b6e6e;color:#fff;border-radius:3px;padding:1px 5px;font-weight:600";

/** @param origin the page's */
export function toConsole(origin: string): Watcher {
  function hear(notice: Notice): void {
    const { kind, events } = notice;
    const names = events.map(readName);
    if (kind === "sent") {
      const bytes = toSize(events.reduce((sum, event) => sum + event.bytes, 0));
      say(`sent ${count(names.length, "event")}, ${bytes}`, [names.join(", ")]);
    } else if (kind === "dropped") {
      warn(`dropped ${count(names.length, "event")} (${notice.reason})`, toDropText(notice.reason), names);
    } else {
      const { title, advice, isProblem } = toAnswerWords(notice.outcome, names, origin);
      if (isProblem) warn(title, advice, names);
      else say(title, [names.join(", ")]);
    }
  }

  return {
    onTrack({ name, time, props, ...facts }, isValid) {
      if (isValid) say(`tracked ${name}`, ["props", props ?? {}], ["facts", facts]);
      else warn(`dropped ${name} (invalid)`, toDropText("invalid"), [name]);
    },
    onWithhold() {
      warn("an event was withheld", toWithheldText());
    },
    onNotice: hear,
  };
}

/** One line, with details for who opens it. Not `console.debug`: browsers hide it unless told otherwise. */
function say(title: string, ...details: unknown[][]): void {
  // A name may hold a %, which the console would read as its own.
  console.groupCollapsed(`%criacho%c ${title.replaceAll("%", "%%")}`, badge, "font-weight:400");
  for (const detail of details) console.log(...detail);
  console.groupEnd();
}

function warn(title: string, advice = "", names: string[] = []): void {
  const text = `riacho: ${title}\n${advice}`.replaceAll("%", "%%");
  console.warn(text, ...(names[0] ? [names] : []));
}

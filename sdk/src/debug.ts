// An entry of its own, `@riacho/sdk/debug`: for who integrates, and nobody else's bytes.

import type { Plugin } from "./api.ts";
import { toConsole } from "./debug-console.ts";
import { createJournal } from "./debug-journal.ts";
import { openPanel } from "./debug-panel.ts";
import { watch } from "./debug-watch.ts";
import { readName, toAnswerWords, type Words } from "./debug-words.ts";

/**
 * Says in the console what happens to events: tracked, sent, and what came back, with what to do where something is wrong.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [debug(), autocapture()] })
 */
export function debug(): Plugin {
  return (client) => watch(client, toConsole(location.origin));
}

/**
 * Shows in a corner of the page what has become of its events: how many wait, are on the wire, were accepted, rejected or
 * dropped; the last 20 of them; the last answer. It can be folded and closed, and its clicks are not tracked.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [overlay(), autocapture()] })
 */
export function overlay(): Plugin {
  return (client) => {
    // First of all: in a browser that cannot show it nothing may be left behind.
    const panel = openPanel(client.appId, stop);
    const journal = createJournal();
    let answer: Words | null = null;
    let frame = 0;

    function show(): void {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        panel.show(journal, answer);
      });
    }

    const stopWatching = watch(client, {
      onTrack(draft, isValid) {
        journal.track(draft, isValid);
        show();
      },
      onWithhold() {
        journal.withhold();
        show();
      },
      onNotice(notice) {
        journal.hear(notice);
        if (notice.kind === "answered") {
          answer = toAnswerWords(notice.outcome, notice.events.map(readName), location.origin);
        }
        show();
      },
    });

    function stop(): void {
      stopWatching();
      cancelAnimationFrame(frame);
      panel.remove();
    }

    panel.show(journal, answer);
    return stop;
  };
}

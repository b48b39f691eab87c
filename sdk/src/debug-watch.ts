// What a plugin can see of the events of a client: those it queues, what happens to them, and that one was withheld.

import { eventBytesMax } from "@riacho/contract/limits";
import type { Client, Draft, Notice } from "./api.ts";

export interface Watcher {
  /**
   * @param draft a copy: the host may change its own
   * @param isValid whether the queue will take it
   */
  onTrack(draft: Draft, isValid: boolean): void;
  /** One was tracked and not queued: consent is pending or denied, or a `beforeSend` gave null. */
  onWithhold(): void;
  onNotice(notice: Notice): void;
}

/** What id, page load and position add to a draft's JSON, in bytes and a little more. */
const ownBytes = 140;

/** @returns stop */
export function watch(client: Client, { onTrack, onWithhold, onNotice }: Watcher): () => void {
  const { addFacts, beforeSend, observe } = client;
  /** How many were tracked, and not yet seen on their way to the queue. */
  let unseen = 0;

  function see(draft: Draft): Draft {
    // What `visitors()` puts before an event was not tracked.
    if (!/^(first_visit|session_start)$/.test(draft.name)) unseen--;
    try {
      const text = JSON.stringify(draft);
      onTrack(JSON.parse(text), new TextEncoder().encode(text).length + ownBytes <= eventBytesMax);
    } catch (error) {
      // Thrown on, it would cost the event.
      console.error("riacho: debug:", error);
    }
    return draft;
  }

  /** In a later task. Without it a burst that is not judged yet would seem withheld. */
  function look(): void {
    client.admit();
    for (; unseen > 0; unseen--) onWithhold();
    unseen = 0;
  }

  let stopSeeing = beforeSend(see);
  // Facts are read first of all when something is tracked.
  const stopFacts = addFacts(() => {
    // The last of all changes sees what is queued.
    stopSeeing();
    stopSeeing = beforeSend(see);
    if (!unseen++) setTimeout(look);
    return {};
  });
  const stopNotices = observe(onNotice);

  return () => {
    unseen = 0;
    stopFacts();
    stopSeeing();
    stopNotices();
  };
}

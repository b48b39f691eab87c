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
export function watch(
  { addFacts, beforeSend, observe }: Client,
  { onTrack, onWithhold, onNotice }: Watcher,
): () => void {
  /** Whether the event that is being tracked has been seen on its way to the queue. */
  let isSeen = true;

  function see(draft: Draft): Draft {
    isSeen = true;
    try {
      onTrack(...toCopy(draft));
    } catch (error) {
      // Thrown on, it would cost the event.
      console.error("riacho: debug:", error);
    }
    return draft;
  }

  function look(): void {
    if (!isSeen) onWithhold();
    isSeen = true;
  }

  let stopSeeing = beforeSend(see);
  // Facts are read first of all when something is tracked.
  const stopFacts = addFacts(() => {
    // The last of all changes sees what is queued.
    stopSeeing();
    stopSeeing = beforeSend(see);
    look();
    isSeen = false;
    queueMicrotask(look);
    return {};
  });
  const stopNotices = observe(onNotice);

  return () => {
    isSeen = true;
    stopFacts();
    stopSeeing();
    stopNotices();
  };
}

function toCopy(draft: Draft): [copy: Draft, isValid: boolean] {
  try {
    const text = JSON.stringify(draft);
    return [JSON.parse(text), new TextEncoder().encode(text).length + ownBytes <= eventBytesMax];
  } catch {
    const { name, time } = draft;
    return [{ name, ...(time && { time }) }, false];
  }
}

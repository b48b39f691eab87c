import { expect, test } from "vitest";
import type { Draft, Notice } from "../src/api.ts";
import { createJournal, type Journal } from "../src/debug-journal.ts";
import { toQueued } from "../src/queue.ts";

const queue = (draft: Draft, id: string) => toQueued("page", { id, ...draft });
const events = ["a", "b", "c"].map((name) => queue({ name, time: 1 }, `id-${name}`));
const accepted = (accepted: number): Notice => ({
  kind: "answered",
  events,
  outcome: { kind: "settled", answer: { accepted, rejected: [] } },
});
const shown = ({ last }: Journal) => last.map(({ name, state }) => `${name} ${state}`);

function journalOf(...drafts: Draft[]): Journal {
  const journal = createJournal();
  for (const draft of drafts) journal.track(draft, true);
  return journal;
}

test("an event is the one that was tracked, through retries, until it is settled", () => {
  const journal = journalOf(...["a", "b", "c"].map((name) => ({ name, time: 1 })));
  expect(journal.count()).toEqual({ tracked: 3, sent: 0, accepted: 0, rejected: 0, dropped: 0 });
  journal.hear({ kind: "sent", events });
  expect(journal.count()).toEqual({ tracked: 0, sent: 3, accepted: 0, rejected: 0, dropped: 0 });
  journal.hear({ kind: "answered", events, outcome: { kind: "retry", status: 503, waitMs: null } });
  expect(journal.count()).toEqual({ tracked: 3, sent: 0, accepted: 0, rejected: 0, dropped: 0 });
  journal.hear({ kind: "sent", events });
  journal.hear(accepted(3));
  expect(journal.count()).toEqual({ tracked: 0, sent: 0, accepted: 3, rejected: 0, dropped: 0 });
  expect(shown(journal)).toEqual(["a accepted", "b accepted", "c accepted"]);
});

test("two alike are two, the older one sent first", () => {
  const draft = { name: "a", time: 1 };
  const journal = journalOf(draft, draft);
  journal.hear({ kind: "sent", events: [queue(draft, "1")] });
  expect(shown(journal)).toEqual(["a sent", "a tracked"]);
  journal.hear({ kind: "sent", events: [queue(draft, "2")] });
  journal.hear({ kind: "dropped", events: [queue(draft, "2")], reason: "full" });
  expect(shown(journal)).toEqual(["a sent", "a dropped"]);
});

test("one of another time is another", () => {
  const journal = journalOf({ name: "a", time: 2 });
  journal.hear({ kind: "sent", events: [queue({ name: "a", time: 1 }, "1")] });
  expect(shown(journal)).toEqual(["a tracked", "a sent"]);
});

test("the rejected ones are found by their positions", () => {
  const journal = createJournal();
  const rejected = [{ index: 1, reason: "too_deep" as const, message: "expected less" }];
  journal.hear({ kind: "answered", events, outcome: { kind: "settled", answer: { accepted: 2, rejected } } });
  expect(shown(journal)).toEqual(["a accepted", "b rejected", "c accepted"]);
  expect(journal.last[1]?.why).toBe("too_deep: expected less");
});

test("what is dropped is counted by reason", () => {
  const journal = createJournal();
  journal.track({ name: "huge" }, false);
  journal.hear({ kind: "dropped", events, reason: "full" });
  expect(journal.drops).toEqual({ invalid: 1, full: 3 });
  expect(journal.count().dropped).toBe(4);
});

test("props are shown as they were", () => {
  const journal = journalOf({ name: "a", props: { n: 1 } }, { name: "b" });
  expect(journal.last.map(({ props }) => props)).toEqual(['{\n  "n": 1\n}', ""]);
});

test("twenty are shown, and all that wait are counted", () => {
  const journal = journalOf(...Array.from({ length: 30 }, (_, time) => ({ name: "a", time })));
  expect(journal.last.map(({ time }) => time)).toEqual(Array.from({ length: 20 }, (_, n) => n + 10));
  expect(journal.count().tracked).toBe(30);
  journal.hear({ kind: "sent", events: [queue({ name: "a", time: 0 }, "1")] });
  expect(journal.count()).toMatchObject({ tracked: 29, sent: 1 });
});

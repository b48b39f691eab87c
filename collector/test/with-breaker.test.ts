import { expect, test } from "vitest";
import { failuresMax, pauseMs } from "../src/breaker.ts";
import type { PutOutcome } from "../src/put-records.ts";
import { withBreaker } from "../src/with-breaker.ts";

const dead: PutOutcome = { kind: "unavailable", cause: "ECONNREFUSED", tries: 9, stored: 0 };
const half: PutOutcome = { ...dead, stored: 1 };
const stored: PutOutcome = { kind: "stored" };
const forbidden: PutOutcome = { kind: "refused", code: "AccessDeniedException", message: "", tries: 1 };

/** A stream whose next outcome is set, behind a breaker. */
function start() {
  const state = { now: 0, next: dead, asked: 0, turns: [] as string[] };
  const put = withBreaker(
    async () => {
      state.asked++;
      return state.next;
    },
    () => state.now,
    (turned) => state.turns.push(turned),
  );
  return { state, put: () => put([new Uint8Array(1)]) };
}

test("that one request was stored says nothing of the next: each is asked of the stream", async () => {
  const { state, put } = start();
  state.next = stored;
  expect([await put(), await put()]).toEqual([stored, stored]);
  state.next = forbidden;
  expect(await put()).toEqual(forbidden);
  expect(state.asked).toBe(3);
});

test("after requests failed in a row the stream is not asked any more, and nothing is said to be stored", async () => {
  const { state, put } = start();
  for (let n = 0; n < failuresMax; n++) expect(await put()).toEqual(dead);
  state.next = stored; // which nobody can know before it is asked
  for (let n = 0; n < 5; n++) expect(await put()).toEqual({ kind: "untried", retryMs: pauseMs });
  expect(state.asked).toBe(failuresMax);
  expect(state.turns).toEqual(["open"]);
});

test("one request after the pause finds the stream alive, and then all go through", async () => {
  const { state, put } = start();
  for (let n = 0; n < failuresMax; n++) await put();
  state.now += pauseMs;
  state.next = stored;
  expect([await put(), await put()]).toEqual([stored, stored]);
  expect(state.turns).toEqual(["open", "closed"]);
});

test("while the one is on its way, others are held back", async () => {
  const { state, put } = start();
  for (let n = 0; n < failuresMax; n++) await put();
  state.now += pauseMs;
  const [probe, other] = await Promise.all([put(), put()]);
  expect([probe.kind, other.kind]).toEqual(["unavailable", "untried"]);
});

test.each([
  ["takes a part", half],
  ["refuses what is wrong with us", forbidden],
])("a stream that %s is alive", async (_, outcome) => {
  const { state, put } = start();
  state.next = outcome;
  for (let n = 0; n < 5 * failuresMax; n++) expect(await put()).toEqual(outcome);
  expect(state.turns).toEqual([]);
});

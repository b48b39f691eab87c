import { rejectReasons } from "@riacho/contract/answer";
import { describe, expect, test } from "vitest";
import { toAnswerWords, toDropText, toSize } from "../src/debug-words.ts";
import type { Outcome } from "../src/outcome.ts";

const origin = "https://shop.example";
const say = (outcome: Outcome, names = ["sign_up", "add_to_cart"]) => toAnswerWords(outcome, names, origin);
const retry = (status: number, waitMs: number | null = null) => say({ kind: "retry", status, waitMs });

test("what was accepted is no problem, and asks for nothing", () => {
  const words = say({ kind: "settled", answer: { accepted: 2, rejected: [] } });
  expect(words).toEqual({ title: "2 accepted", isProblem: false });
});

test.each(rejectReasons)("rejected as %s: which event, what came, and what to mend", (reason) => {
  const rejected = [{ index: 1, reason, message: "expected this, got that" }];
  const { title, advice, isProblem } = say({ kind: "settled", answer: { accepted: 1, rejected } });
  expect({ title, isProblem }).toEqual({ title: "1 accepted, 1 rejected", isProblem: true });
  expect(advice).toMatch(
    /^add_to_cart: expected this, got that\. \S.*\. Not sent again\.$|\?.* Not sent again\.$/,
  );
});

describe("where nothing is settled", () => {
  test.each([
    [0, "No answer that this page may read", `--origin ${origin}`],
    [200, "Somebody else answered (200)", "captive portal"],
    [204, "Unexpected answer (204)", "proxy"],
    [401, "Not allowed (401)", `--origin ${origin}`],
    [403, "Not allowed (403)", `--origin ${origin}`],
    [404, "No collector there (404)", "without `/v1/events`"],
    [405, "No collector there (405)", "without `/v1/events`"],
    [429, "Too many requests (429)", "asks for less"],
    [500, "The collector failed (500)", "its log"],
    [503, "The collector failed (503)", "its log"],
  ])("%i is %s", (status, title, todo) => {
    const words = retry(status);
    expect(words).toMatchObject({ title, isProblem: true });
    expect(words.advice).toContain(todo);
  });

  test("the events are kept, and when they are sent again is said", () => {
    expect(retry(503).advice).toContain("sent again after a pause");
    expect(retry(503, 1200).advice).toContain("sent again in 2 s, as asked");
  });
});

test("a request refused as such is halved; with one event in it, that is given up", () => {
  const halve: Outcome = { kind: "halve", status: 413 };
  expect(say(halve)).toMatchObject({ title: "Request refused (413, too large)", isProblem: true });
  expect(say(halve).advice).toContain("half of the 2 events");
  expect(say(halve, ["sign_up"]).advice).toContain("given up");
  expect(say({ kind: "halve", status: 400 }).title).toBe("Request refused (400)");
});

test("an app that is off says that nothing more comes from this page", () => {
  const words = say({ kind: "off" });
  expect(words).toMatchObject({ title: "App switched off (410)", isProblem: true });
  expect(words.advice).toContain("sends nothing more");
});

test("no two reasons to drop are said alike", () => {
  const texts = (["full", "expired", "refused", "invalid", "off"] as const).map(toDropText);
  expect(new Set(texts).size).toBe(5);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1234, "1.2 KB"],
])("%i bytes are %s", (bytes, text) => expect(toSize(bytes)).toBe(text));

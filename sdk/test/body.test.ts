import { parseRequest } from "@riacho/contract/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBody } from "../src/body.ts";

const event = fc.record(
  {
    id: fc.uuid(),
    name: fc.constantFrom("page_view", "purchase"),
    time: fc.nat(),
    seq: fc.nat(),
    page_path: fc.constantFrom("/", "/a"),
    visitor_id: fc.constantFrom("v1", "v2"),
    user_id: fc.constant("u"),
    screen_width: fc.constantFrom(0, 1280),
    props: fc.constantFrom({ a: 1 }, { b: [null] }),
  },
  { requiredKeys: ["id", "name", "time", "seq"] },
);

test("what a page has put into every object is no fact", () => {
  Object.assign(Object.prototype, { extra: "x" });
  try {
    const body = toBody(["1", "2"].map((id) => JSON.stringify({ id, name: "a", page_path: "/" })));
    expect(JSON.parse(body).facts).toEqual({ page_path: "/" });
  } finally {
    delete (Object.prototype as { extra?: string }).extra;
  }
});

describe("what a batch shares is said once, and the collector reads the same events", () => {
  type Make = typeof toBody;

  /** The events as the collector understands them, each with all its facts. */
  function read(body: unknown) {
    const parsed = parseRequest(body);
    if (!parsed.ok) throw new Error(parsed.message);
    return parsed.events.map((one) =>
      one.status === "accepted" ? { ...one, facts: { ...parsed.facts, ...one.facts } } : one,
    );
  }

  function hold(make: Make): void {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 6 }), (events) => {
        const apart = events.flatMap((one) => read({ events: [one] }));
        const together = read(JSON.parse(make(events.map((one) => JSON.stringify(one)))));
        expect(together).toEqual(apart);
      }),
    );
  }

  test("it holds", () => hold(toBody));

  test.each<[string, Make]>([
    [
      "facts of the first event taken for all",
      (texts) => {
        const events = texts.map((text) => JSON.parse(text));
        return JSON.stringify({ facts: { page_path: events[0].page_path }, events });
      },
    ],
    ["a shared fact forgotten", (texts) => JSON.stringify({ ...JSON.parse(toBody(texts)), facts: {} })],
  ])("a planted mistake is caught: %s", (_, make) => expect(() => hold(make)).toThrow());
});

test("shared facts leave the events; names, times and seq never do", () => {
  const texts = ["a", "b"].map((id) =>
    JSON.stringify({ id, name: "x", time: 1, seq: 0, page_path: "/", visitor_id: "v" }),
  );
  expect(JSON.parse(toBody(texts))).toEqual({
    facts: { page_path: "/", visitor_id: "v" },
    events: [
      { id: "a", name: "x", time: 1, seq: 0 },
      { id: "b", name: "x", time: 1, seq: 0 },
    ],
  });
});

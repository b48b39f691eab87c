import { readdirSync, readFileSync } from "node:fs";
import { rejectReasons } from "@riacho/contract/answer";
import { factColumns } from "@riacho/contract/columns";
import { eventBytesMax, factBytesMax } from "@riacho/contract/limits";
import { type FactValues, type ParsedEvent, parseRequest } from "@riacho/contract/parse";
import { cutToBytes, toSafeJson, utf8Length } from "@riacho/contract/text";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const fixtures = new URL("../fixtures/", import.meta.url);

function readFixtures(folder: string) {
  return readdirSync(new URL(folder, fixtures)).map((file) => ({
    file: `${folder}${file}`,
    ...JSON.parse(readFileSync(new URL(folder + file, fixtures), "utf8")),
  }));
}

/** The event with what its request shares. */
function joinFacts(event: ParsedEvent, shared: FactValues): ParsedEvent {
  return event.status === "accepted" ? { ...event, facts: { ...shared, ...event.facts } } : event;
}

describe("golden fixtures", () => {
  const all = ["valid/", "rejected/", "wire-0.1.0-a/", "wire-newer/"].flatMap(readFixtures);

  test.each(all)("$file: $about", ({ body, expect: expected }) => {
    const parsed = parseRequest(body);
    expect(parsed.ok && parsed.events.map((event) => joinFacts(event, parsed.facts))).toEqual(expected);
  });

  test("every reason for refusal has one, named after it", () => {
    const shown = readFixtures("rejected/").map(({ file, expect: [first] }) => {
      expect(file).toBe(`rejected/${first.reason}.json`);
      return first.reason;
    });
    // The parser knows no tracking plan: that reason is the collector's.
    const own = rejectReasons.filter((reason) => reason !== "plan_violation");
    expect(shown.sort()).toEqual(own.sort());
  });
});

test.each([
  [undefined, "body_invalid", "got nothing"],
  [[], "body_invalid", "got an array"],
  [{}, "body_invalid", '"events" is nothing'],
  [{ events: [] }, "body_invalid", "got none"],
  [{ events: [{}], facts: 3 }, "body_invalid", "got number 3"],
  [{ events: Array(501).fill({}) }, "body_too_large", "got 501"],
])("a body that is no request is refused whole: %j", (body, error, message) => {
  expect(parseRequest(body)).toEqual({ ok: false, error, message: expect.stringContaining(message) });
});

describe("whatever comes, what is accepted fits its columns", () => {
  const hostileText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "\ud800",
      "a\0b",
      "\udfff\ud800",
      "__proto__",
      "x".repeat(3000),
      "\\ud800",
      "é".repeat(1500),
    ),
  );
  const hostileValue = fc.oneof(
    hostileText,
    fc.jsonValue(),
    fc.double(),
    fc.constantFrom(2 ** 60, -0, 1e308),
  );
  const hostileEvent = fc.dictionary(
    fc.oneof(
      fc.constantFrom("id", "name", "time", "props", ...factColumns.map(({ name }) => name)),
      hostileText,
    ),
    hostileValue,
  );
  const soundEvent = fc.record({ id: fc.uuid(), name: fc.constant("sign_up") });
  const event = fc.oneof(
    hostileValue,
    fc.tuple(hostileEvent, soundEvent).map(([bad, good]) => ({ ...bad, ...good })),
    fc
      .tuple(hostileEvent, soundEvent, fc.dictionary(hostileText, hostileValue))
      .map(([bad, good, props]) => ({ ...bad, ...good, props })),
  );
  const body = fc.record({ facts: hostileEvent, events: fc.array(event, { minLength: 1, maxLength: 5 }) });

  type Parse = typeof parseRequest;

  function hold(parse: Parse): void {
    fc.assert(
      fc.property(body, (value) => {
        const parsed = parse(value);
        if (!parsed.ok) throw new Error(parsed.message);
        expect(parsed.events.length).toBe(value.events.length);
        for (const event of parsed.events) expectFit(event);
      }),
      { numRuns: 500 },
    );
  }

  function expectFit(event: ParsedEvent): void {
    if (event.status === "rejected") {
      expect(rejectReasons).toContain(event.reason);
      return;
    }
    for (const { name, type } of factColumns) {
      const value = event.facts[name];
      if (value === undefined) continue;
      if (type === "string") expectSafeText(value as string, factBytesMax);
      else expect(Number.isSafeInteger(value)).toBe(true);
    }
    expectSafeText(event.id, 256);
    expectSafeText(event.name, 256);
    if (event.props === null) return;
    expectSafeText(event.props, eventBytesMax);
    // What a reader of the JSON text would meet must be safe too.
    JSON.parse(event.props, (key, value) => {
      expectSafeText(key, eventBytesMax);
      if (typeof value === "string") expectSafeText(value, eventBytesMax);
      return value;
    });
  }

  function expectSafeText(text: string, bytesMax: number): void {
    expect(typeof text).toBe("string");
    expect(text.isWellFormed() && !text.includes("\0")).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytesMax);
  }

  test("the parser holds", () => hold(parseRequest));

  type Spoil = (event: ParsedEvent & { status: "accepted" }, raw: Record<string, unknown>) => void;
  const planted: [string, Spoil][] = [
    [
      "props written as they came",
      (event, raw) => {
        if (raw.props) event.props = JSON.stringify(raw.props);
      },
    ],
    [
      "a title taken as it came",
      (event, raw) => {
        if (raw.page_title) event.facts.page_title = raw.page_title as string;
      },
    ],
    [
      "a number taken as it came",
      (event, raw) => {
        if (raw.seq != null) event.facts.seq = raw.seq as number;
      },
    ],
  ];

  test.each(planted)("a planted mistake is caught: %s", (_, spoil) => {
    const spoiled: Parse = (value) => {
      const parsed = parseRequest(value);
      if (!parsed.ok) return parsed;
      for (const [i, event] of parsed.events.entries()) {
        const raw = (value as { events: Record<string, unknown>[] }).events[i];
        if (event.status === "accepted" && raw) spoil(event, raw);
      }
      return parsed;
    };
    expect(() => hold(spoiled)).toThrow();
  });
});

describe("text", () => {
  test("utf8Length is the length Node gives", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  test("cutToBytes gives the longest whole start that fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.nat(80), (text, bytesMax) => {
        const cut = cutToBytes(text, bytesMax);
        expect(text.startsWith(cut) && cut.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytesMax);
        const next = String.fromCodePoint(text.codePointAt(cut.length) ?? 0);
        if (cut !== text) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(bytesMax);
      }),
    );
  });

  test("toSafeJson leaves an escaped backslash before ud800 alone", () => {
    expect(toSafeJson({ a: "\\ud800" })).toBe('{"a":"\\\\ud800"}');
    expect(toSafeJson({ a: "\ud800\0" })).toBe('{"a":"\\ufffd\\ufffd"}');
  });
});

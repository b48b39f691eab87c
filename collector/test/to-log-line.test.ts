import { expect, test } from "vitest";
import { toLogLine, toTurnLine } from "../src/to-log-line.ts";

test("what passes by itself is a WARN with its cause and how far it came", () => {
  const cause = "ProvisionedThroughputExceededException";
  expect(toLogLine({ kind: "unavailable", cause, tries: 7, stored: 1 }, 2)).toEqual({
    level: "WARN",
    message: "stream unavailable",
    cause,
    tries: 7,
    records: 2,
    stored: 1,
  });
});

test.each([
  ["AccessDeniedException", "role/collector is not authorized to perform: kinesis:PutRecords"],
  ["ResourceNotFoundException", "Stream events under account 123456789012 not found."],
])("%s needs somebody: an ERROR, in AWS' own words", (code, message) => {
  expect(toLogLine({ kind: "refused", code, message, tries: 1 }, 1)).toMatchObject({
    level: "ERROR",
    message: "stream refuses",
    code,
    detail: message,
  });
});

test.each(["ValidationException", "SerializationException", "InvalidSignatureException"])(
  "the words of %s are left out: they may repeat an event",
  (code) => {
    const line = toLogLine(
      { kind: "refused", code, message: "Value 'jane@example.com' failed", tries: 1 },
      1,
    );
    expect(line).toMatchObject({ level: "ERROR", code });
    expect(JSON.stringify(line)).not.toContain("jane");
  },
);

test("what was stored has no line, nor has what the breaker held back: its turning has one", () => {
  expect(toLogLine({ kind: "stored" }, 1)).toBeNull();
  expect(toLogLine({ kind: "untried", retryMs: 1 }, 1)).toBeNull();
  expect([toTurnLine("open").level, toTurnLine("closed").level]).toEqual(["WARN", "WARN"]);
});

import { expect, test } from "vitest";
import { isAllowed } from "./policy.ts";

const stream = "arn:aws:kinesis:eu-west-1:123456789012:stream/events";
const put = { action: "kinesis:PutRecords", resource: stream };

test.each([
  ["names both", { Effect: "Allow", Action: "kinesis:PutRecords", Resource: stream }],
  [
    "has the action in a list",
    { Effect: "Allow", Action: ["logs:A", "kinesis:PutRecords"], Resource: [stream] },
  ],
  ["has wildcards", { Effect: "Allow", Action: "kinesis:Put*", Resource: "arn:aws:kinesis:*:stream/event?" }],
  ["writes the action in another case", { Effect: "Allow", Action: "Kinesis:putrecords", Resource: "*" }],
])("a statement that %s allows", (_, statement) => {
  expect(isAllowed([statement], put)).toBe(true);
});

test.each([
  ["no statement", []],
  ["another action", [{ Effect: "Allow", Action: "kinesis:PutRecord", Resource: stream }]],
  ["another stream", [{ Effect: "Allow", Action: "kinesis:PutRecords", Resource: `${stream}-2` }]],
  [
    "a stream's name in another case",
    [{ Effect: "Allow", Action: "*", Resource: stream.replace("events", "Events") }],
  ],
  ["a dot that is a dot", [{ Effect: "Allow", Action: "kinesis.PutRecords", Resource: "*" }]],
  [
    "a denial beside what allows",
    [
      { Effect: "Allow", Action: "*", Resource: "*" },
      { Effect: "Deny", Action: "kinesis:*", Resource: stream },
    ],
  ],
])("%s does not", (_, statements) => {
  expect(isAllowed(statements, put)).toBe(false);
});

test("what cannot be judged is an error", () => {
  const statement = { Effect: "Allow", Action: "*", Resource: "*", Condition: {} };
  expect(() => isAllowed([statement], put)).toThrow('"Condition"');
});

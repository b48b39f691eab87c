import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { readPlan } from "../src/read-plan.ts";

const schema = JSON.parse(readFileSync(new URL("../tracking-plan.schema.json", import.meta.url), "utf8"));
const isBySchema = new Ajv({ allowUnionTypes: true }).compile(schema);

const problemsOf = (plan: unknown) => {
  const read = readPlan(JSON.stringify(plan));
  return read.ok ? [] : read.problems;
};
const withProps = (props: unknown, more: object = {}) => ({ version: 1, events: { a: { props } }, ...more });
const withProp = (prop: unknown, more: object = {}) => withProps({ properties: { x: prop } }, more);

describe("a plan that is one", () => {
  test.each<[string, object]>([
    ["with no event", { version: 1, events: {} }],
    [
      "with an event of which nothing is said",
      { version: 3, apps: ["shop"], events: { sign_up: {} }, others: "reject" },
    ],
    [
      "with notes for editors and people",
      { $schema: "./x.json", description: "Ours.", version: 1, events: {} },
    ],
    [
      "with every keyword",
      withProp({
        type: ["string", "null"],
        title: "X",
        description: "x",
        examples: [1],
        minLength: 1,
        maxLength: 2,
      }),
    ],
    [
      "with a shared schema",
      withProp(
        { $ref: "#/$defs/money", description: "Ours." },
        { $defs: { money: { type: "number", minimum: 0 } } },
      ),
    ],
  ])("%s", (_, plan) => {
    expect(problemsOf(plan)).toEqual([]);
    expect(isBySchema(plan), JSON.stringify(isBySchema.errors)).toBe(true);
  });

  test("has its references resolved and its defaults filled in", () => {
    const plan = withProps(
      { properties: { price: { $ref: "#/$defs/money" } }, required: ["price"] },
      { $defs: { money: { type: "number", description: "In euros." } } },
    );
    expect(readPlan(JSON.stringify(plan))).toEqual({
      ok: true,
      plan: {
        version: 1,
        others: "off",
        events: [
          {
            name: "a",
            enforce: "flag",
            props: {
              properties: [
                { name: "price", required: true, schema: { type: ["number"], description: "In euros." } },
              ],
            },
          },
        ],
      },
    });
  });
});

describe("what is wrong with a plan is named with its pointer, what was expected and what came", () => {
  test.each<[string, unknown, string]>([
    ["no object", [], '#: expected an object such as { "version": 1, "events": {} }, got an array of 0'],
    ["no version", { events: {} }, "#/version: expected a whole number from 1, got nothing"],
    [
      "a version with a fraction",
      { version: 1.5, events: {} },
      "#/version: expected a whole number from 1, got 1.5",
    ],
    [
      "no events",
      { version: 1 },
      '#/events: expected events by name, such as { "sign_up": {} }, got nothing',
    ],
    [
      "a list of events",
      { version: 1, events: ["a"] },
      '#/events: expected events by name, such as { "sign_up": {} }, got an array of 1',
    ],
    [
      "another word",
      { version: 1, events: {}, others: "warn" },
      '#/others: expected "off", "flag" or "reject", got "warn"',
    ],
    [
      "no apps",
      { version: 1, events: {}, apps: [] },
      "#/apps: expected a list of app ids, at least one; leave it out for all apps, got an array of 0",
    ],
    [
      "a misspelt key",
      { version: 1, events: { a: { enfroce: "flag" } } },
      '#/events/a/enfroce: expected "enforce", got the key "enfroce"',
    ],
    [
      "a key from elsewhere",
      { version: 1, events: {}, owner: "us" },
      '#/owner: expected one of "$schema", "version", "description", "apps", "events", "others" or "$defs", got the key "owner"',
    ],
    [
      "a keyword that plans lack",
      withProp({ type: "string", pattern: "^a" }),
      '#/events/a/props/properties/x/pattern: expected one of "$ref", "type", "enum", "const", "properties", "required", "additionalProperties", "items" or 12 more, got the key "pattern"',
    ],
    [
      "a type that is none",
      withProp({ type: "float" }),
      '#/events/a/props/properties/x/type: expected "string", "number", "integer", "boolean", "object", "array" or "null", or a list of them, got "float"',
    ],
    [
      "an empty enum",
      withProp({ enum: [] }),
      "#/events/a/props/properties/x/enum: expected texts, numbers, true, false or null, at least one, got an array of 0",
    ],
    [
      "enum and const",
      withProp({ enum: [1], const: 1 }),
      '#/events/a/props/properties/x: expected "enum" or "const", got both',
    ],
    [
      "a text for a number",
      withProp({ minimum: "0" }),
      '#/events/a/props/properties/x/minimum: expected a number, got "0"',
    ],
    [
      "a negative length",
      withProp({ maxLength: -1 }),
      "#/events/a/props/properties/x/maxLength: expected a whole number from 0, got -1",
    ],
    [
      "a text for a schema",
      withProp("number"),
      '#/events/a/props/properties/x: expected a schema such as { "type": "string" }, got "number"',
    ],
    [
      "another word for required",
      withProps({ properties: { x: {} }, required: "x" }),
      '#/events/a/props/required: expected a list of names, got "x"',
    ],
    [
      "props of another type",
      withProps({ type: "array" }),
      "#/events/a/props: expected a schema of an object, since props are one, got another type",
    ],
    [
      "a schema for additionalProperties",
      withProps({ additionalProperties: {} }),
      "#/events/a/props/additionalProperties: expected true or false, got an object",
    ],
    [
      "a name with 65 characters",
      { version: 1, events: { ["x".repeat(65)]: {} } },
      `#/events/${"x".repeat(65)}: expected a name of 1 to 64 characters, got "${"x".repeat(39)}...`,
    ],
  ])("%s, as an editor would", (_, plan, problem) => {
    expect(problemsOf(plan)).toEqual([problem]);
    expect(isBySchema(plan)).toBe(false);
  });

  // JSON Schema has no words for these: the command alone finds them.
  test.each<[string, unknown, string]>([
    [
      "a required prop that is not named",
      withProps({ properties: { value: {} }, required: ["valeu"] }),
      '#/events/a/props/required/0: expected "value", got "valeu"',
    ],
    [
      "a minimum over its maximum",
      withProp({ minimum: 2, maximum: 1 }),
      '#/events/a/props/properties/x/maximum: expected at least 2, which is "minimum", got 1',
    ],
    [
      "a value of another type",
      withProp({ type: "string", enum: [1] }),
      "#/events/a/props/properties/x/enum: expected a string, got 1",
    ],
    [
      "a reference to nothing",
      withProp({ $ref: "#/$defs/item" }, { $defs: { items: {} } }),
      '#/events/a/props/properties/x/$ref: expected "#/$defs/items", got "#/$defs/item"',
    ],
    [
      "a reference to itself",
      { version: 1, events: {}, $defs: { tree: { items: { $ref: "#/$defs/tree" } } } },
      "#/$defs/tree/items/$ref: expected a schema that ends, got one that refers to itself: #/$defs/tree",
    ],
    [
      "a keyword beside a reference",
      withProp({ $ref: "#/$defs/n", minimum: 1 }, { $defs: { n: {} } }),
      '#/events/a/props/properties/x/minimum: expected nothing but a description beside "$ref"',
    ],
  ])("%s", (_, plan, problem) => {
    expect(problemsOf(plan)).toEqual([problem]);
  });

  test("no JSON", () => {
    const read = readPlan('{ "version": 1, }');
    expect(read).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/^#: expected JSON, got a mistake: .+/)],
    });
  });

  test("all of it at once", () => {
    expect(problemsOf({ version: 0, events: { a: { props: 1 } }, others: 1 })).toHaveLength(3);
  });

  test("nested thousands deep, without an end of the stack", () => {
    const deep = `{"version":1,"events":{"a":{"props":${'{"items":'.repeat(50_000)}{}${"}".repeat(50_000)}}}}`;
    expect(readPlan(deep)).toMatchObject({
      ok: false,
      problems: [expect.stringContaining("at most 16 levels")],
    });
  });
});

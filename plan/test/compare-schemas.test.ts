import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareSchemas } from "../src/compare-schemas.ts";
import { findViolations } from "../src/enforce.ts";
import type { Prop, PropSchema, TypeName } from "../src/plan.ts";
import { anySchema, anyValueOf } from "./schemas.ts";

const whatOf = (before: PropSchema, after: PropSchema) =>
  compareSchemas(before, after, "").map(({ pointer, breaks, what }) => `${breaks} ${pointer} ${what}`);

test("a schema compared with itself has no changes", () => {
  fc.assert(
    fc.property(anySchema(), (schema) => {
      expect(compareSchemas(schema, schema, "")).toEqual([]);
    }),
  );
});

describe("widening is never breaking", () => {
  /** Each gives a schema that takes all that the given one took. */
  const widenings: Record<string, (schema: PropSchema) => PropSchema> = {
    "another type": ({ type, ...rest }) =>
      type ? { ...rest, type: [...new Set<TypeName>([...type, "null"])] } : rest,
    "number for integer": ({ type, ...rest }) =>
      type ? { ...rest, type: type.map((name) => (name === "integer" ? "number" : name)) } : rest,
    "any type": ({ type: _, ...rest }) => rest,
    "another value": (schema) => (schema.enum ? { ...schema, enum: [...schema.enum, "more"] } : schema),
    "any value": ({ enum: _, ...rest }) => rest,
    "a lower minimum": (schema) => lower(schema, "minimum", "minLength", "minItems", "exclusiveMinimum"),
    "no maximum": ({ maximum: _, exclusiveMaximum: __, maxLength: ___, maxItems: ____, ...rest }) => rest,
    "any items": ({ items, ...rest }) => (items && namesProps(items) ? { items, ...rest } : rest),
    "props that are optional": (schema) => mapProps(schema, (prop) => ({ ...prop, required: false })),
    "props of any kind": (schema) =>
      mapProps(schema, (prop) => (namesProps(prop.schema) ? prop : { ...prop, schema: {} })),
    "further props": (schema) => ({ ...schema, additionalProperties: true }),
    "a new optional prop": (schema) => ({
      ...schema,
      properties: [
        ...(schema.properties ?? []),
        { name: "new", required: false, schema: { type: ["string"] } },
      ],
    }),
  };

  test.each(Object.entries(widenings))("%s", (_, widen) => {
    fc.assert(
      fc.property(anySchema(), (schema) => {
        expect(compareSchemas(schema, widen(schema), "")).toEqual([]);
      }),
    );
  });

  function lower(schema: PropSchema, ...keys: ("minimum" | "minLength" | "minItems" | "exclusiveMinimum")[]) {
    const lowered = { ...schema };
    for (const key of keys) if (lowered[key] !== undefined) lowered[key] = Math.max(0, lowered[key] - 1);
    // What is below 0 already stays: only counts must not be negative.
    if ((schema.minimum ?? 0) < 0) lowered.minimum = (schema.minimum ?? 0) - 1;
    if ((schema.exclusiveMinimum ?? 0) < 0) lowered.exclusiveMinimum = (schema.exclusiveMinimum ?? 0) - 1;
    return lowered;
  }

  /** What is named inside is promised to readers: it would be a removed prop. */
  function namesProps({ properties, items }: PropSchema): boolean {
    return properties !== undefined || (items !== undefined && namesProps(items));
  }

  function mapProps(schema: PropSchema, change: (prop: Prop) => Prop): PropSchema {
    return schema.properties ? { ...schema, properties: schema.properties.map(change) } : schema;
  }
});

describe("narrowing is always breaking", () => {
  test("whatever was right and is no longer makes a change, for any two schemas", () => {
    const pair = fc.tuple(anySchema(), anySchema());
    const trio = fc
      .oneof(pair, pair.map(toNeighbours))
      .chain(([before, after]) =>
        fc.tuple(
          fc.constant(before),
          fc.constant(after),
          fc.array(anyValueOf(before), { minLength: 8, maxLength: 8 }),
        ),
      );
    let narrowed = 0;
    fc.assert(
      fc.property(trio, ([before, after, values]) => {
        const lost = values.some((value) => isRight(before, value) && !isRight(after, value));
        if (!lost) return;
        narrowed++;
        expect(compareSchemas(before, after, "")).not.toEqual([]);
      }),
      { numRuns: 1_500 },
    );
    expect(narrowed).toBeGreaterThan(150);
  });

  /** Two schemas that differ in a few keywords alone, as versions of a plan do. */
  function toNeighbours([before, other]: [PropSchema, PropSchema]): [PropSchema, PropSchema] {
    const [key] = Object.keys(other) as (keyof PropSchema)[];
    return [before, key ? { ...before, [key]: other[key] } : before];
  }

  const isRight = (schema: PropSchema, value: unknown) => findViolations(schema, value).length === 0;

  const props = (...list: Prop[]): PropSchema => ({ type: ["object"], properties: list });
  const text: PropSchema = { type: ["string"] };
  const a: Prop = { name: "a", required: false, schema: text };

  test.each<[string, PropSchema, PropSchema, string]>([
    [
      "a type taken away",
      { type: ["string", "null"] },
      text,
      "senders /type type narrowed from string or null to string",
    ],
    ["a type asked for", {}, text, "senders /type type narrowed from any to string"],
    [
      "integer for number",
      { type: ["number"] },
      { type: ["integer"] },
      "senders /type type narrowed from number to integer",
    ],
    ["a value taken away", { enum: ["a", "b"] }, { enum: ["a"] }, 'senders /enum no longer takes "b"'],
    ["values listed", text, { type: ["string"], enum: ["a"] }, 'senders /enum narrowed to "a"'],
    ["a higher minimum", { minimum: 0 }, { minimum: 1 }, "senders /minimum minimum raised from 0 to 1"],
    [
      "a bound that leaves itself out",
      { minimum: 0 },
      { exclusiveMinimum: 0 },
      "senders /exclusiveMinimum exclusiveMinimum raised from 0 to 0",
    ],
    ["a lower maximum", { maximum: 9 }, { maximum: 8 }, "senders /maximum maximum lowered from 9 to 8"],
    [
      "a shorter text",
      text,
      { ...text, maxLength: 5 },
      "senders /maxLength maxLength lowered from none to 5",
    ],
    ["a longer text", text, { ...text, minLength: 5 }, "senders /minLength minLength raised from 0 to 5"],
    ["fewer items", { maxItems: 3 }, { maxItems: 2 }, "senders /maxItems maxItems lowered from 3 to 2"],
    [
      "other items",
      { type: ["array"] },
      { type: ["array"], items: text },
      "senders /items/type type narrowed from any to string",
    ],
    ["a removed prop", props(a), props(), "readers /properties/a removed"],
    [
      "a removed prop of a closed object",
      { ...props(a), additionalProperties: false },
      { ...props(), additionalProperties: false },
      "both /properties/a removed",
    ],
    ["a renamed prop", props(a), props({ ...a, name: "b" }), 'readers /properties/a renamed to "b"'],
    ["a required prop", props(a), props({ ...a, required: true }), "senders /properties/a now required"],
    [
      "a new required prop",
      props(),
      props({ ...a, required: true }),
      "senders /properties/a new required prop",
    ],
    [
      "a closed object",
      props(a),
      { ...props(a), additionalProperties: false },
      "senders /additionalProperties props that the plan does not name are no longer taken",
    ],
  ])("%s", (_, before, after, change) => {
    expect(whatOf(before, after)).toEqual([change]);
  });
});

test("the same asked for in other words is no change", () => {
  const whole: PropSchema = { type: ["integer"] };
  expect(whatOf({ ...whole, exclusiveMinimum: 0 }, { ...whole, minimum: 1 })).toEqual([]);
  expect(whatOf({ type: ["boolean"] }, { enum: [true, false] })).toEqual([]);
  expect(whatOf({ description: "old", ...whole }, { description: "new", ...whole })).toEqual([]);
});

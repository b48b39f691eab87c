// Random schemas and values of them, over few names and numbers, so that they meet.

import fc from "fast-check";
import type { Prop, PropSchema, Scalar, TypeName } from "../src/plan.ts";

/** Not `__proto__`, which Ajv takes for a missing prop. */
const names = ["a", "b", "constructor"] as const;
const scalars: readonly Scalar[] = [null, true, false, 0, 1, 2.5, -3, "", "x", "xyz", "𝔸𝔹"];

const anyBounds = fc.record(
  {
    minimum: fc.constantFrom(-3, 0, 1),
    maximum: fc.constantFrom(1, 2, 2.5, 9),
    exclusiveMinimum: fc.constantFrom(-4, 0, 0.5),
    exclusiveMaximum: fc.constantFrom(1.5, 3, 10),
    minLength: fc.constantFrom(0, 1, 2),
    maxLength: fc.constantFrom(2, 3, 5),
    minItems: fc.constantFrom(0, 1),
    maxItems: fc.constantFrom(1, 2),
  },
  { requiredKeys: [] },
);

const anyTypes = fc.uniqueArray(
  fc.constantFrom<TypeName>("string", "number", "integer", "boolean", "object", "array", "null"),
  { minLength: 1, maxLength: 3 },
);

/** Any schema of at most so many levels. */
export function anySchema(levels = 2): fc.Arbitrary<PropSchema> {
  const inner = levels > 0 ? anySchema(levels - 1) : fc.constant<PropSchema>({});
  const shape = fc.record(
    {
      type: anyTypes,
      enum: fc.uniqueArray(fc.constantFrom(...scalars), { minLength: 1, maxLength: 3 }),
      items: inner,
      properties: anyProps(inner),
      additionalProperties: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: shape.map(withoutEnum) }, { weight: 1, arbitrary: shape }),
      anyBounds,
    )
    .map(([schema, bounds]) => ({ ...schema, ...bounds }) as PropSchema);
}

function withoutEnum(schema: object): object {
  const { enum: _, ...rest } = schema as PropSchema;
  return rest;
}

function anyProps(schema: fc.Arbitrary<PropSchema>): fc.Arbitrary<Prop[]> {
  const prop = fc.record({ name: fc.constantFrom(...names), required: fc.boolean(), schema });
  return fc.uniqueArray(prop, { selector: ({ name }) => name, maxLength: 3 });
}

/** Any JSON of few names and values: now and then it is what a schema wants. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(...scalars),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...names, "other"), tie("value")), { maxLength: 3 }).map(toObject),
  ),
})).value;

/** A value that has a fair chance of being right. */
export function anyValueOf(schema: PropSchema): fc.Arbitrary<unknown> {
  const types = schema.type ?? ["string", "number", "object", "array", "null"];
  const choices = types.map((type): fc.Arbitrary<unknown> => {
    if (type === "object") return anyObjectOf(schema);
    if (type === "array") return fc.array(anyValueOf(schema.items ?? { type: ["number"] }), { maxLength: 2 });
    if (type === "string") return fc.constantFrom("", "x", "xy", "xyz", "𝔸", "𝔸𝔹", "xxxx", "xxxxxx");
    if (type === "boolean") return fc.boolean();
    if (type === "null") return fc.constant(null);
    return fc.constantFrom(
      ...(type === "integer" ? [] : [0.25, 1.25, 2.5]),
      -4,
      -3,
      -1,
      0,
      1,
      2,
      3,
      9,
      10,
      11,
    );
  });
  const byType = fc.oneof(...choices);
  return schema.enum ? fc.oneof(fc.constantFrom(...schema.enum), byType) : byType;
}

/** Only names that the schema names: of others it promises nothing. */
function anyObjectOf({ properties = [] }: PropSchema): fc.Arbitrary<object> {
  const entries = properties.map(({ name, required, schema }) => {
    const entry = anyValueOf(schema).map((value): [string, unknown][] => [[name, value]]);
    return required ? entry : fc.oneof(entry, fc.constant<[string, unknown][]>([]));
  });
  return fc.tuple(...entries).map((found) => toObject(found.flat()));
}

/** As JSON.parse makes it: `__proto__` is a key like any other. */
function toObject(entries: readonly (readonly [string, unknown])[]): object {
  return JSON.parse(
    `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)}}`,
  );
}

/** The schema as its author writes it. */
export function toJsonSchema({ properties, items, ...rest }: PropSchema): object {
  return {
    ...rest,
    ...(items && { items: toJsonSchema(items) }),
    ...(properties && {
      properties: toObject(properties.map(({ name, schema }) => [name, toJsonSchema(schema)])),
      required: properties.filter(({ required }) => required).map(({ name }) => name),
    }),
  };
}

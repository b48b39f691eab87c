// The part of JSON Schema that a plan may use, read into values that cannot be wrong.

import { depthMax } from "@riacho/contract/limits";
import { describeChoice } from "./describe-value.ts";
import { findViolations } from "./enforce.ts";
import { below } from "./json-pointer.ts";
import { type Prop, type PropSchema, type Scalar, type TypeName, typeNames } from "./plan.ts";
import { isObject, type Problems } from "./problems.ts";

const boundKeys = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const;
const countKeys = ["minLength", "maxLength", "minItems", "maxItems"] as const;
/** For people and editors alone. */
const noteKeys = ["title", "examples", "$comment"];
const schemaKeys = [
  ...["$ref", "type", "enum", "const", "properties", "required", "additionalProperties", "items"],
  ...boundKeys,
  ...countKeys,
  "description",
  ...noteKeys,
];

/** What one keyword is about: a value of another type passes it, as JSON Schema has it. */
const minMax = [
  ["minimum", "maximum"],
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
] as const;

/**
 * Reads one schema, references to `#/$defs/...` resolved.
 *
 * @param defs the plan's `$defs`, unread
 * @param problems takes note of what is wrong; what is given back then means nothing
 */
export function readSchema(
  value: unknown,
  pointer: string,
  defs: Readonly<Record<string, unknown>>,
  problems: Problems,
): PropSchema {
  return read(value, pointer, { defs, problems, levels: 0, refs: [] });
}

interface Reading {
  defs: Readonly<Record<string, unknown>>;
  problems: Problems;
  /** How deep we are. */
  levels: number;
  /** The references that led here: one that leads to itself would never end. */
  refs: readonly string[];
}

function read(value: unknown, pointer: string, reading: Reading): PropSchema {
  const { problems, levels } = reading;
  if (!isObject(value)) {
    problems.expected(pointer, 'a schema such as { "type": "string" }', value);
    return {};
  }
  if (levels > depthMax) {
    problems.list.push(`#${pointer}: expected at most ${depthMax} levels, as events have, got more`);
    return {};
  }
  problems.onlyKeys(pointer, value, schemaKeys);
  if (value.$ref !== undefined) return readReference(value, pointer, reading);

  const schema: PropSchema = {};
  readText(value.description, below(pointer, "description"), schema, problems);
  readType(value.type, below(pointer, "type"), schema, problems);
  readEnum(value, pointer, schema, problems);
  readNumbers(value, pointer, schema, problems);
  refuseImpossible(schema, pointer, problems);
  const inner = { ...reading, levels: levels + 1 };
  if (value.items !== undefined) schema.items = read(value.items, below(pointer, "items"), inner);
  readProperties(value, pointer, schema, inner);
  return schema;
}

function readReference(value: Record<string, unknown>, pointer: string, reading: Reading): PropSchema {
  const { defs, problems, refs } = reading;
  const { $ref, description } = value;
  const at = below(pointer, "$ref");
  const name = typeof $ref === "string" && /^#\/\$defs\/([^/~]+)$/.exec($ref)?.[1];
  if (!name || !Object.hasOwn(defs, name)) {
    const known = Object.keys(defs).map((key) => `#/$defs/${key}`);
    problems.expected(
      at,
      known.length > 0 ? describeChoice(known) : 'a schema here: the plan has no "$defs"',
      $ref,
    );
    return {};
  }
  if (refs.includes(name)) {
    problems.list.push(`#${at}: expected a schema that ends, got one that refers to itself: #/$defs/${name}`);
    return {};
  }
  const beside = Object.keys(value).find((key) => ![...noteKeys, "$ref", "description"].includes(key));
  if (beside)
    problems.list.push(`#${below(pointer, beside)}: expected nothing but a description beside "$ref"`);
  const schema = read(defs[name], `/$defs/${name}`, { ...reading, refs: [...refs, name] });
  readText(description, below(pointer, "description"), schema, problems);
  return schema;
}

function readText(value: unknown, pointer: string, schema: PropSchema, problems: Problems): void {
  if (typeof value === "string") schema.description = value;
  else if (value !== undefined) problems.expected(pointer, "a text", value);
}

function readType(value: unknown, pointer: string, schema: PropSchema, problems: Problems): void {
  if (value === undefined) return;
  const types = Array.isArray(value) ? value : [value];
  const wrong = types.find((type) => !typeNames.includes(type));
  if (types.length > 0 && wrong === undefined) schema.type = [...new Set(types as TypeName[])];
  else problems.expected(pointer, `${describeChoice(typeNames)}, or a list of them`, wrong ?? value);
}

function readEnum(
  { enum: values, const: value }: Record<string, unknown>,
  pointer: string,
  schema: PropSchema,
  problems: Problems,
): void {
  if (values === undefined && value === undefined) return;
  if (values !== undefined && value !== undefined) {
    problems.list.push(`#${pointer}: expected "enum" or "const", got both`);
    return;
  }
  const list = value === undefined ? values : [value];
  const at = below(pointer, value === undefined ? "enum" : "const");
  if (!Array.isArray(list) || list.length === 0 || !list.every(isScalar)) {
    problems.expected(at, "texts, numbers, true, false or null, at least one", list);
  } else schema.enum = [...new Set(list)];
}

/** A value that the rest of its schema refuses would never be right. */
function refuseImpossible(schema: PropSchema, pointer: string, problems: Problems): void {
  const { enum: values = [], ...rest } = schema;
  const [wrong] = values.flatMap((value) => findViolations(rest, value));
  if (wrong) problems.list.push(`#${below(pointer, "enum")}: expected ${wrong.expected}, got ${wrong.got}`);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function readNumbers(
  value: Record<string, unknown>,
  pointer: string,
  schema: PropSchema,
  problems: Problems,
): void {
  for (const key of boundKeys) {
    const bound = value[key];
    if (bound === undefined) continue;
    if (typeof bound === "number") schema[key] = bound;
    else problems.expected(below(pointer, key), "a number", bound);
  }
  for (const key of countKeys) {
    const count = value[key];
    if (count === undefined) continue;
    if (Number.isSafeInteger(count) && (count as number) >= 0) schema[key] = count as number;
    else problems.expected(below(pointer, key), "a whole number from 0", count);
  }
  for (const [min, max] of minMax) {
    const [low, high] = [schema[min], schema[max]];
    if (low !== undefined && high !== undefined && low > high) {
      problems.expected(below(pointer, max), `at least ${low}, which is "${min}"`, high);
    }
  }
}

function readProperties(
  value: Record<string, unknown>,
  pointer: string,
  schema: PropSchema,
  reading: Reading,
): void {
  const { problems } = reading;
  const { properties, required = [], additionalProperties } = value;
  const at = below(pointer, "properties");
  if (properties !== undefined && !isObject(properties)) {
    problems.expected(at, 'schemas by name, such as { "value": { "type": "number" } }', properties);
    return;
  }
  const names = Object.keys(properties ?? {});
  if (!Array.isArray(required) || !required.every((name) => typeof name === "string")) {
    problems.expected(below(pointer, "required"), "a list of names", required);
  } else {
    for (const [index, name] of required.entries()) {
      if (names.includes(name)) continue;
      const known = names.length > 0 ? describeChoice(names) : 'a name from "properties", which has none';
      problems.expected(below(below(pointer, "required"), index), known, name);
    }
    if (properties)
      schema.properties = names.map((name) => readProp(name, properties, required, at, reading));
  }
  if (typeof additionalProperties === "boolean") schema.additionalProperties = additionalProperties;
  else if (additionalProperties !== undefined) {
    problems.expected(below(pointer, "additionalProperties"), "true or false", additionalProperties);
  }
}

function readProp(
  name: string,
  properties: Record<string, unknown>,
  required: readonly string[],
  pointer: string,
  reading: Reading,
): Prop {
  const schema = read(properties[name], below(pointer, name), reading);
  return { name, required: required.includes(name), schema };
}

// Whether a value is as a schema says. Runs for every event in the collector: it makes nothing while all is well.

import { describeChoice, describeValue, toCount } from "./describe-value.ts";
import { below } from "./json-pointer.ts";
import type { Prop, PropSchema, TypeName } from "./plan.ts";

/** One thing that is not as the plan says. */
export interface Violation {
  /** Where in the event's props, as a JSON pointer: `/items/0/price`. Empty for the props as a whole. */
  pointer: string;
  /** Such as `a number`. */
  expected: string;
  /** What came, cut: `"12"`. */
  got: string;
}

/**
 * Adds what is wrong with a value to `found`, until that is full.
 *
 * @param max most violations to be found; the first few show what is wrong
 * @example checkValue({ type: ["number"] }, "12", "/value", found, 3) // /value: expected a number, got "12"
 */
export function checkValue(
  schema: PropSchema,
  value: unknown,
  pointer: string,
  found: Violation[],
  max: number,
): void {
  const expected = findMismatch(schema, value);
  if (expected !== null) {
    if (found.length < max) found.push({ pointer, expected, got: describeValue(value) });
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    if (schema.items) checkItems(schema.items, value, pointer, found, max);
  } else if (schema.properties || schema.additionalProperties === false) {
    checkProps(schema, value as Record<string, unknown>, pointer, found, max);
  }
}

function checkItems(
  schema: PropSchema,
  items: readonly unknown[],
  pointer: string,
  found: Violation[],
  max: number,
): void {
  for (let i = 0; i < items.length && found.length < max; i++) {
    // The pointer is made where it is needed alone: most items are right.
    const before = found.length;
    checkValue(schema, items[i], "", found, max);
    if (found.length > before) prefix(found, before, pointer, i);
  }
}

function checkProps(
  { properties = [], additionalProperties }: PropSchema,
  value: Record<string, unknown>,
  pointer: string,
  found: Violation[],
  max: number,
): void {
  for (const { name, required, schema } of properties) {
    if (found.length >= max) return;
    // An own key alone counts: every object inherits a `constructor`.
    if (Object.hasOwn(value, name)) {
      const before = found.length;
      checkValue(schema, value[name], "", found, max);
      if (found.length > before) prefix(found, before, pointer, name);
    } else if (required) {
      found.push({ pointer: below(pointer, name), expected: toExpected(schema), got: "nothing" });
    }
  }
  if (additionalProperties !== false) return;
  for (const name of Object.keys(value)) {
    if (found.length >= max) return;
    if (names(properties, name)) continue;
    const shown = name.slice(0, shownNameMax);
    found.push({
      pointer: below(pointer, shown),
      expected: "no such prop",
      got: describeValue(value[name]),
    });
  }
}

function names(properties: readonly Prop[], name: string): boolean {
  for (const prop of properties) if (prop.name === name) return true;
  return false;
}

/** As long as an event's name may be: whoever sends longer ones sends noise. */
const shownNameMax = 64;

function prefix(found: Violation[], from: number, pointer: string, key: string | number): void {
  for (let i = from; i < found.length; i++) {
    const violation = found[i] as Violation;
    violation.pointer = below(pointer, key) + violation.pointer;
  }
}

/** What was expected of the value itself, or null where it is right. */
function findMismatch(schema: PropSchema, value: unknown): string | null {
  if (schema.type && !isOfTypes(schema.type, value)) return toExpected(schema);
  if (schema.enum && !schema.enum.includes(value as string)) return toExpected(schema);
  if (typeof value === "number") return findOutOfRange(schema, value);
  if (typeof value === "string") return findWrongLength(schema, value);
  return Array.isArray(value) ? findWrongCount(schema, value.length) : null;
}

function isOfTypes(types: readonly TypeName[], value: unknown): boolean {
  // Loops, here and below: a closure for each value of each event would be the most of this file's work.
  for (const type of types) if (isOfType(type, value)) return true;
  return false;
}

function isOfType(type: TypeName, value: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function findOutOfRange(schema: PropSchema, value: number): string | null {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (minimum !== undefined && value < minimum) return `at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `at most ${maximum}`;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return `more than ${exclusiveMinimum}`;
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return `less than ${exclusiveMaximum}`;
  return null;
}

function findWrongLength({ minLength = 0, maxLength }: PropSchema, text: string): string | null {
  // Code units are at least as many as characters and at most twice as many: counting is for the texts in between.
  if (text.length >= minLength * 2 && (maxLength === undefined || text.length <= maxLength)) return null;
  let characters = 0;
  for (const _ of text) characters++;
  if (characters < minLength) return `at least ${toCount(minLength, "character")}`;
  if (maxLength !== undefined && characters > maxLength) return `at most ${toCount(maxLength, "character")}`;
  return null;
}

function findWrongCount({ minItems, maxItems }: PropSchema, count: number): string | null {
  if (minItems !== undefined && count < minItems) return `at least ${toCount(minItems, "item")}`;
  if (maxItems !== undefined && count > maxItems) return `at most ${toCount(maxItems, "item")}`;
  return null;
}

const typeWords: Record<TypeName, string> = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "an array",
  null: "null",
};

/** What a schema asks for, in a few words. */
function toExpected({ type, enum: values }: PropSchema): string {
  if (values) return describeChoice(values);
  return type ? type.map((name) => typeWords[name]).join(" or ") : "a value";
}

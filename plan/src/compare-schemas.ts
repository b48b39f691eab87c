// Where a schema asks for more than it did: pure. A sender whose values were right must not be told otherwise, and a
// reader must not lose what it selects, unless somebody has said so by raising the version.

import { checkValue, type Violation } from "./check-value.ts";
import { describeChoice, describeValue } from "./describe-value.ts";
import { below } from "./json-pointer.ts";
import { type Prop, type PropSchema, type Scalar, type TypeName, typeNames } from "./plan.ts";

/** Who must do something: those who send such events, those who read what is stored, or both. */
export type Broken = "senders" | "readers" | "both";

/** One breaking difference between two schemas. */
export interface SchemaChange {
  /** As in the plan's file: `/properties/value/type`, below the schema that was compared. */
  pointer: string;
  breaks: Broken;
  /** Such as `type narrowed from number to integer`. */
  what: string;
}

/** All breaking differences; none where every value that was right still is, and nothing was taken away. */
export function compareSchemas(before: PropSchema, after: PropSchema, pointer: string): SchemaChange[] {
  const narrowed = (key: string, what: string): SchemaChange => ({
    pointer: below(pointer, key),
    breaks: "senders",
    what,
  });
  const values = toFewValues(before);
  if (values) {
    const refused = values.filter((value) => !accepts(after, value));
    if (refused.length === 0) return [];
    return [narrowed(after.enum ? "enum" : "type", `no longer takes ${describeChoice(refused)}`)];
  }
  if (after.enum) return [narrowed("enum", `narrowed to ${describeChoice(after.enum)}`)];

  const types = before.type ?? typeNames;
  const lost = types.filter((type) => !covers(after.type ?? typeNames, type));
  const kept = types.filter((type) => !lost.includes(type));
  const has = (type: TypeName) => kept.includes(type);
  return [
    ...(lost.length > 0
      ? [narrowed("type", `type narrowed from ${toTypeText(before)} to ${toTypeText(after)}`)]
      : []),
    ...(has("number") || has("integer") ? compareRanges(before, after, has("number"), narrowed) : []),
    ...(has("string") ? compareCounts(before, after, "minLength", "maxLength", narrowed) : []),
    ...(has("array") ? compareArrays(before, after, pointer, narrowed) : []),
    ...(has("object") ? compareObjects(before, after, pointer, narrowed) : []),
  ];
}

type Narrowed = (key: string, what: string) => SchemaChange;

/** All values that a schema takes, where they can be listed; else null. */
function toFewValues(schema: PropSchema): Scalar[] | null {
  if (schema.enum) return schema.enum.filter((value) => accepts(schema, value));
  const isFew = schema.type?.every((type) => type === "boolean" || type === "null");
  return isFew ? [true, false, null].filter((value) => accepts(schema, value)) : null;
}

function accepts(schema: PropSchema, value: unknown): boolean {
  const found: Violation[] = [];
  checkValue(schema, value, "", found, 1);
  return found.length === 0;
}

function covers(types: readonly TypeName[], type: TypeName): boolean {
  return types.includes(type) || (type === "integer" && types.includes("number"));
}

function toTypeText({ type }: PropSchema): string {
  return type ? type.join(" or ") : "any";
}

interface Bound {
  value: number;
  isOpen: boolean;
}

function compareRanges(
  before: PropSchema,
  after: PropSchema,
  hasFractions: boolean,
  narrowed: Narrowed,
): SchemaChange[] {
  const lows = [toLow(before), toLow(after)].map((low) => (hasFractions ? low : toWhole(low, 1)));
  const highs = [toHigh(before), toHigh(after)].map((high) => (hasFractions ? high : toWhole(high, -1)));
  const [lowBefore, lowAfter] = lows as [Bound, Bound];
  const [highBefore, highAfter] = highs as [Bound, Bound];
  const changes: SchemaChange[] = [];
  if (isBeyond(lowAfter, lowBefore, 1)) {
    const key = after.exclusiveMinimum === toLow(after).value ? "exclusiveMinimum" : "minimum";
    changes.push(narrowed(key, `${key} raised from ${toBoundText(lowBefore)} to ${toLow(after).value}`));
  }
  if (isBeyond(highAfter, highBefore, -1)) {
    const key = after.exclusiveMaximum === toHigh(after).value ? "exclusiveMaximum" : "maximum";
    changes.push(narrowed(key, `${key} lowered from ${toBoundText(highBefore)} to ${toHigh(after).value}`));
  }
  return changes;
}

/** Whether a bound leaves out what the other one lets in. @param sign 1 for lower bounds, -1 for upper ones */
function isBeyond(bound: Bound, other: Bound, sign: 1 | -1): boolean {
  if (bound.value !== other.value) return bound.value * sign > other.value * sign;
  return bound.isOpen && !other.isOpen;
}

/** The stricter of the two keywords counts. */
function toLow({ minimum, exclusiveMinimum }: PropSchema): Bound {
  const closed = { value: minimum ?? Number.NEGATIVE_INFINITY, isOpen: false };
  const open = { value: exclusiveMinimum ?? Number.NEGATIVE_INFINITY, isOpen: true };
  return open.value >= closed.value && exclusiveMinimum !== undefined ? open : closed;
}

function toHigh({ maximum, exclusiveMaximum }: PropSchema): Bound {
  const closed = { value: maximum ?? Number.POSITIVE_INFINITY, isOpen: false };
  const open = { value: exclusiveMaximum ?? Number.POSITIVE_INFINITY, isOpen: true };
  return open.value <= closed.value && exclusiveMaximum !== undefined ? open : closed;
}

/** The outermost whole number that a bound lets in: more than 0 and at least 1 are the same for whole numbers. */
function toWhole({ value, isOpen }: Bound, inwards: 1 | -1): Bound {
  const whole = inwards === 1 ? Math.ceil(value) : Math.floor(value);
  return { value: isOpen && whole === value ? whole + inwards : whole, isOpen: false };
}

function toBoundText({ value }: Bound): string {
  return Number.isFinite(value) ? String(value) : "none";
}

function compareCounts(
  before: PropSchema,
  after: PropSchema,
  min: "minLength" | "minItems",
  max: "maxLength" | "maxItems",
  narrowed: Narrowed,
): SchemaChange[] {
  const [low, lowNow] = [before[min] ?? 0, after[min] ?? 0];
  const [high, highNow] = [before[max] ?? Number.POSITIVE_INFINITY, after[max] ?? Number.POSITIVE_INFINITY];
  const highText = Number.isFinite(high) ? high : "none";
  return [
    ...(lowNow > low ? [narrowed(min, `${min} raised from ${low} to ${lowNow}`)] : []),
    ...(highNow < high ? [narrowed(max, `${max} lowered from ${highText} to ${highNow}`)] : []),
  ];
}

function compareArrays(
  before: PropSchema,
  after: PropSchema,
  pointer: string,
  narrowed: Narrowed,
): SchemaChange[] {
  const counts = compareCounts(before, after, "minItems", "maxItems", narrowed);
  // Items that neither speaks of are the end; and where there were none nobody can be wrong.
  if ((!before.items && !after.items) || before.maxItems === 0) return counts;
  return [...counts, ...compareSchemas(before.items ?? {}, after.items ?? {}, below(pointer, "items"))];
}

function compareObjects(
  before: PropSchema,
  after: PropSchema,
  pointer: string,
  narrowed: Narrowed,
): SchemaChange[] {
  const old = before.properties ?? [];
  const current = after.properties ?? [];
  const known = new Set(old.map(({ name }) => name));
  const added = current.filter(({ name }) => !known.has(name));
  const at = below(pointer, "properties");
  return [
    ...old.flatMap((prop) => {
      const now = current.find(({ name }) => name === prop.name);
      return now ? compareProps(prop, now, at) : [toRemoved(prop, added, at, after)];
    }),
    ...added.filter(({ required }) => required).map(({ name }) => toRequired(name, at, "new required prop")),
    ...(before.additionalProperties !== false && after.additionalProperties === false
      ? [narrowed("additionalProperties", "props that the plan does not name are no longer taken")]
      : []),
  ];
}

function compareProps(before: Prop, after: Prop, pointer: string): SchemaChange[] {
  const changes = compareSchemas(before.schema, after.schema, below(pointer, after.name));
  return after.required && !before.required
    ? [toRequired(after.name, pointer, "now required"), ...changes]
    : changes;
}

function toRequired(name: string, pointer: string, what: string): SchemaChange {
  return { pointer: below(pointer, name), breaks: "senders", what };
}

/** A prop of the same kind that came as this one went is most likely this one under another name. */
function toRemoved(
  { name, schema }: Prop,
  added: readonly Prop[],
  pointer: string,
  { additionalProperties }: PropSchema,
): SchemaChange {
  const twin = added.find((prop) => isSame(prop.schema, schema));
  const what = twin ? `renamed to ${describeValue(twin.name)}` : "removed";
  // Where objects are open the old prop may still come; where they are closed it is a prop too many.
  return { pointer: below(pointer, name), breaks: additionalProperties === false ? "both" : "readers", what };
}

function isSame(one: PropSchema, other: PropSchema): boolean {
  return compareSchemas(one, other, "").length === 0 && compareSchemas(other, one, "").length === 0;
}

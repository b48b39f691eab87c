// TypeScript types of a plan's events, for init<Events>() of the SDK: pure, the same text for the same plan.

import { toCount } from "./describe-value.ts";
import type { EventPlan, PropSchema, TrackingPlan, TypeName } from "./plan.ts";

/**
 * The text of a module that exports `TrackingPlanEvents`.
 *
 * Objects are closed, unless the plan says `"additionalProperties": true`: the collector takes further props, but a
 * misspelt one must not compile. Ranges and lengths have no type, and are said in the comments.
 *
 * @param source the plan's file, for the first line
 */
export function toTypes(plan: TrackingPlan, source: string): string {
  const events = plan.events.map(toEvent).join("\n");
  return `// Written by npm run plan -- types from ${source}, version ${plan.version}. Do not edit.

/** The events of the tracking plan: \`init<TrackingPlanEvents>({ appId: "..." })\`. */
export interface TrackingPlanEvents {
${events}}
`;
}

function toEvent({ name, description, props }: EventPlan): string {
  return `${toComment(description ? [description] : [], 1)}${indent(1)}${toKey(name)}: ${toPropsType(props)};\n`;
}

/** `undefined` is how the SDK's types say that props may be left out. */
function toPropsType(props: PropSchema): string {
  const { properties = [], additionalProperties } = props;
  if (properties.length === 0) {
    return additionalProperties === false ? "undefined" : "{ [name: string]: unknown } | undefined";
  }
  const type = toObjectType(props, 1);
  return properties.some(({ required }) => required) ? type : `${type} | undefined`;
}

function toObjectType({ properties = [], additionalProperties }: PropSchema, level: number): string {
  const isOpen = additionalProperties === true || properties.length === 0;
  if (properties.length === 0) return isOpen && additionalProperties !== false ? anyObject : noProps;
  const props = properties.map(({ name, required, schema }) => {
    const comment = toComment(toNotes(schema), level + 1);
    const type = toType(schema, level + 1);
    return `${comment}${indent(level + 1)}${toKey(name)}${required ? "" : "?"}: ${type};\n`;
  });
  const more = isOpen ? `${indent(level + 1)}[name: string]: unknown;\n` : "";
  return `{\n${props.join("")}${more}${indent(level)}}`;
}

const anyObject = "{ [name: string]: unknown }";
const noProps = "{ [name: string]: never }";

function toType(schema: PropSchema, level: number): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const types = schema.type ?? (schema.properties ? ["object" as const] : schema.items && ["array" as const]);
  if (!types) return "unknown";
  return [...new Set(types.map((type) => toTypeOf(type, schema, level)))].join(" | ");
}

function toTypeOf(type: TypeName, schema: PropSchema, level: number): string {
  if (type === "integer") return "number";
  if (type === "object") return toObjectType(schema, level);
  if (type !== "array") return type;
  const item = schema.items ? toType(schema.items, level) : "unknown";
  return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
}

/** The description, and what a type cannot say. */
function toNotes(schema: PropSchema): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength, minItems, maxItems } =
    schema;
  const limits = [
    schema.type?.includes("integer") && !schema.type.includes("number") && "a whole number",
    minimum !== undefined && `at least ${minimum}`,
    exclusiveMinimum !== undefined && `more than ${exclusiveMinimum}`,
    maximum !== undefined && `at most ${maximum}`,
    exclusiveMaximum !== undefined && `less than ${exclusiveMaximum}`,
    minLength !== undefined && `at least ${toCount(minLength, "character")}`,
    maxLength !== undefined && `at most ${toCount(maxLength, "character")}`,
    minItems !== undefined && `at least ${toCount(minItems, "item")}`,
    maxItems !== undefined && `at most ${toCount(maxItems, "item")}`,
  ].filter((limit) => typeof limit === "string");
  const note = limits.length > 0 ? [`Must be ${limits.join(", ")}.`] : [];
  return schema.description ? [schema.description, ...note] : note;
}

function toComment(notes: readonly string[], level: number): string {
  // A description is anybody's text: it must not end the comment.
  const lines = notes.flatMap((note) => note.replaceAll("*/", "*\\/").split(/\r?\n|[\r\u2028\u2029]/));
  if (lines.length === 0) return "";
  if (lines.length === 1) return `${indent(level)}/** ${lines[0]} */\n`;
  return `${indent(level)}/**\n${lines.map((line) => `${indent(level)} * ${line}\n`).join("")}${indent(level)} */\n`;
}

/** Quoted where it is no plain name. */
function toKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== "__proto__" ? name : JSON.stringify(name);
}

function indent(level: number): string {
  return "  ".repeat(level);
}

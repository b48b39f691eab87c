// From an operation's JSON to an input that keeps to its shape, or to the error the service would answer. Pure.

import { type Answer, refuse } from "./answer.ts";
import type { Input, Member, Shape } from "./shapes.ts";

export type ParsedInput<S> = { ok: true; input: Input<S> } | { ok: false; answer: Answer };

/** The service names at most so many at once. */
const failuresMax = 10;

interface Findings {
  /** Values of a wrong type: a SerializationException. */
  misfits: string[];
  /** Constraints that are not met: a ValidationException. */
  failures: string[];
}

/**
 * Reads an operation's input. Members that the shape does not name are left out.
 *
 * @example parseInput(shapes.GetRecords, { ShardIterator: "AAAA" })
 */
export function parseInput<S extends Shape>(shape: S, body: object): ParsedInput<S> {
  const findings: Findings = { misfits: [], failures: [] };
  const input = readStructure(shape, body, "", findings) as Input<S>;
  const { misfits, failures } = findings;
  if (misfits[0] !== undefined) return { ok: false, answer: refuse("SerializationException", misfits[0]) };
  if (failures.length === 0) return { ok: true, input };
  const named = failures.slice(0, failuresMax);
  const count = `${named.length} validation error${named.length > 1 ? "s" : ""} detected`;
  return { ok: false, answer: refuse("ValidationException", `${count}: ${named.join("; ")}`) };
}

function readStructure(shape: Shape, source: object, path: string, findings: Findings): object {
  const read: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(shape)) {
    const value = Object.hasOwn(source, key) ? (source as Record<string, unknown>)[key] : undefined;
    const at = path + toLowerFirst(key);
    if (value !== null && value !== undefined) read[key] = readMember(member, value, at, findings);
    else if (member.required) fail(findings, "null", at, "Member must not be null");
  }
  return read;
}

function readMember(member: Member, value: unknown, at: string, findings: Findings): unknown {
  const read = convert(member, value);
  if (read === null) {
    findings.misfits.push(`${at}: expected ${expected[member.type]}, got ${describe(value)}`);
    return null;
  }
  checkSize(member, read, at, findings);
  if (member.type === "string") checkText(member, read as string, at, findings);
  if (member.type !== "list") return read;
  return (read as unknown[]).map((entry, i) => {
    const place = `${at}.${i + 1}.member`;
    if (isObject(entry)) return readStructure(member.of, entry, `${place}.`, findings);
    findings.misfits.push(`${place}: expected ${expected.structure}, got ${describe(entry)}`);
    return null;
  });
}

const expected = {
  string: "a string",
  integer: "a number",
  time: "a number of seconds since 1970",
  blob: "a string of base64",
  list: "a list",
  structure: "a structure",
} as const;

/** The value as its type, or null where it is of another. */
function convert({ type }: Member, value: unknown): unknown {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : null;
    case "integer":
      return typeof value === "number" ? Math.floor(value) : null;
    case "time":
      return typeof value === "number" ? value : null;
    case "blob":
      return typeof value === "string" && isBase64(value) ? Buffer.from(value, "base64") : null;
    case "list":
      return Array.isArray(value) ? value : null;
    case "structure":
      return isObject(value) ? value : null;
  }
}

function checkSize({ type, min, max }: Member, read: unknown, at: string, findings: Findings): void {
  const isNumber = typeof read === "number";
  const size = isNumber ? read : (read as { length: number }).length;
  const kind = isNumber ? "value" : "length";
  const shown = type === "string" || isNumber ? show(String(read)) : `a ${type} of ${size}`;
  if (max !== undefined && size > max)
    fail(findings, shown, at, `Member must have ${kind} less than or equal to ${max}`);
  if (min !== undefined && size < min)
    fail(findings, shown, at, `Member must have ${kind} greater than or equal to ${min}`);
}

function checkText(
  { pattern, oneOf }: Extract<Member, { type: "string" }>,
  text: string,
  at: string,
  findings: Findings,
): void {
  if (pattern && !pattern.test(text)) {
    const source = pattern.source.slice(1, -1);
    fail(findings, show(text), at, `Member must satisfy regular expression pattern: ${source}`);
  }
  if (oneOf && !oneOf.includes(text))
    fail(findings, show(text), at, `Member must satisfy enum value set: [${oneOf.join(", ")}]`);
}

function fail({ failures }: Findings, shown: string, at: string, constraint: string): void {
  failures.push(`Value ${shown} at '${at}' failed to satisfy constraint: ${constraint}`);
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a structure" : `a ${typeof value}`;
}

/** An answer must not repeat megabytes of its request. */
function show(text: string): string {
  return text.length <= 200 ? `'${text}'` : `'${text.slice(0, 200)}...'`;
}

function toLowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

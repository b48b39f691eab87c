// Reads values whose type is not known yet. Each throws an Error that says where, what was expected and what came.

/** Has all of these keys and no other but the optional ones: a misspelt one would be a setting that does nothing. */
export function readObject(
  value: unknown,
  at: string,
  keys: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  if (typeof value !== "object" || value === null)
    throw expected(at, `an object of ${keys.join(", ")}`, value);
  const unknown = Object.keys(value).find((key) => !keys.includes(key) && !optional.includes(key));
  if (unknown) {
    throw new Error(`${at}: expected ${[...keys, ...optional].join(", ")}, got a key "${unknown}"`);
  }
  return value as Record<string, unknown>;
}

/** @param what the pattern asks for, in words */
export function readText(value: unknown, at: string, pattern: RegExp, what: string): string {
  if (typeof value !== "string" || !pattern.test(value)) throw expected(at, what, value);
  return value;
}

export function readWhole(value: unknown, at: string, min: number, max: number): number {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw expected(at, `a whole number from ${min} to ${max}`, value);
  }
  return value as number;
}

export function readOneOf<Value>(value: unknown, at: string, allowed: readonly Value[]): Value {
  if (!allowed.includes(value as Value)) throw expected(at, `one of ${allowed.join(", ")}`, value);
  return value as Value;
}

/** What is wrong with a value, in one sentence. */
export function expected(at: string, what: string, value: unknown): Error {
  return new Error(`${at}: expected ${what}, got ${JSON.stringify(value)?.slice(0, 80)}`);
}

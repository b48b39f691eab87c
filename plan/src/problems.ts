import { describeChoice, describeValue } from "./describe-value.ts";
import { below } from "./json-pointer.ts";

/** Takes note of what is wrong in a document: `#/events/login/enforce: expected ..., got ...`. */
export interface Problems {
  readonly list: string[];
  /** @param got what came, as a value */
  expected(pointer: string, expected: string, got: unknown): void;
  /** Keys that nobody reads are typos: each is named, with the key that was meant where one is near. */
  onlyKeys(pointer: string, value: object, known: readonly string[]): void;
}

export function createProblems(): Problems {
  const list: string[] = [];
  return {
    list,
    expected: (pointer, expected, got) =>
      void list.push(`#${pointer}: expected ${expected}, got ${describeValue(got)}`),
    onlyKeys(pointer, value, known) {
      for (const key of Object.keys(value)) {
        if (known.includes(key)) continue;
        const near = known.find((name) => isNear(name, key));
        const meant = near ? `"${near}"` : `one of ${describeChoice(known)}`;
        list.push(`#${below(pointer, key)}: expected ${meant}, got the key "${key}"`);
      }
    },
  };
}

/** A JSON object, and not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether one text is the other with one letter more, less or other, or two letters swapped; case does not count. */
export function isNear(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const isSwapped = restA.length === 2 && restA === [...restB].reverse().join("");
  return isSwapped || (restA.length <= 1 && restB.length <= 1);
}

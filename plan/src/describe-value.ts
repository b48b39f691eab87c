/** Most characters shown of a value: enough to recognise it, too few to copy somebody's data into a message. */
const shownMax = 40;

/** A JSON value in a few words, as it stands after "got". */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return text.length <= shownMax ? text : `${text.slice(0, shownMax).toWellFormed()}...`;
}

/** A list of alternatives: `"a", "b" or "c"`, cut where it is long. */
export function describeChoice(values: readonly unknown[]): string {
  const shown = values.slice(0, choiceMax).map(describeValue);
  const more = values.length - shown.length;
  if (more > 0) return `${shown.join(", ")} or ${more} more`;
  const last = shown.pop() ?? "nothing";
  return shown.length > 0 ? `${shown.join(", ")} or ${last}` : last;
}

/** All of a plan's keywords for a type fit; a list of countries would not. */
const choiceMax = 8;

/** `1 item`, `2 items`. */
export function toCount(count: number, of: string): string {
  return `${count} ${of}${count === 1 ? "" : "s"}`;
}

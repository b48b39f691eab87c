/**
 * Remembers what a pure function gave for the texts it was asked last; the one asked longest ago is forgotten first.
 *
 * @param sizeMax how many are remembered
 * @example const parse = rememberRecent(parseSlowly, 500)
 */
export function rememberRecent<Value>(
  compute: (text: string) => Value,
  sizeMax: number,
): (text: string) => Value {
  /** In the order they were last asked for: a Map gives its keys as they were inserted. */
  const recent = new Map<string, Value>();
  return (text) => {
    const known = recent.get(text);
    const value = known === undefined ? compute(text) : known;
    recent.delete(text);
    recent.set(text, value);
    if (recent.size > sizeMax) recent.delete(recent.keys().next().value as string);
    return value;
  };
}

// RFC 6901: the way to a value inside a JSON document.

/** The pointer of a key inside the value that `pointer` leads to. */
export function below(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

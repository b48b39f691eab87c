// What came from the web is written to terminals, which take control characters for orders.

/**
 * C0 and C1 control characters, but for line feed and tab, and those that turn the direction of writing: `/\u202egnp.exe`
 * would pose as `/exe.png` (Unicode report 36, "bidirectional text spoofing").
 */
const unprintable = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that cannot steer a terminal, and reads as it is stored.
 *
 * @example toPrintable("\u001b[2Jmug") // "\ufffd[2Jmug"
 */
export function toPrintable(text: string): string {
  return text.replace(unprintable, "\ufffd");
}

/** As `toPrintable`, for JSON text: it escapes, so the value is the same. JSON itself escapes only some of them. */
export function toPrintableJson(value: unknown): string {
  return JSON.stringify(value).replace(
    unprintable,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

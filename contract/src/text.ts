// Text that every reader behind the collector can take.

/** Lone surrogates have no UTF-8 form and NUL ends strings in some readers: both become U+FFFD. */
export function toSafeText(text: string): string {
  const wellFormed = text.toWellFormed();
  return wellFormed.includes("\0") ? wellFormed.replaceAll("\0", "\uFFFD") : wellFormed;
}

/** As `toSafeText`, for the escapes of JSON text: `\ud800` and `\u0000` would make readers refuse the whole text. */
export function toSafeJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes("\\u")) return text;
  return text.replace(/\\(u(?:d[89a-f][0-9a-f]{2}|0000)|.)/g, (whole, code: string) =>
    code.length > 1 ? "\\ufffd" : whole,
  );
}

/** Length in UTF-8 of well-formed text. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // A surrogate pair is 2 code units and 4 bytes; other units from U+0800 on are 3 bytes.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** The longest start of a text that fits, never half a character. */
export function cutToBytes(text: string, bytesMax: number): string {
  if (text.length * 3 <= bytesMax) return text;
  let bytes = 0;
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i) as number;
    bytes += code > 0xffff ? 4 : code > 0x7ff ? 3 : code > 0x7f ? 2 : 1;
    if (bytes > bytesMax) return text.slice(0, i);
    i += code > 0xffff ? 2 : 1;
  }
  return text;
}

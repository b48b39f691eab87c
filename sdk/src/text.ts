// What may be read of the words on a page.

/** Where text may be somebody's own: masked by the page's author, or typed. */
export const maskSelector = "[data-track-mask],[contenteditable],textarea";
const textLengthMax = 100;

/** One line of at most 100 characters. */
export function toText(text: string | null): string {
  // Characters, not code units: half an emoji is no text.
  return [...(text ?? "").replace(/\s+/g, " ").trim()].slice(0, textLengthMax).join("").trim();
}

// @ts-check
/** @typedef {import("./stream.js").Row} Row */

const columns = ["name", "status", "reason", "plan_violations", "page_path", "visitor_id", "user_id"];

/**
 * Whether a row has every word of the filter in one of the columns people look for.
 *
 * @param {string} filter
 * @returns {(row: Row) => boolean}
 */
export function toMatcher(filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (row) => {
    const text = columns
      .map((column) => row[column] ?? "")
      .join("\n")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

// @ts-check
/** @typedef {import("./stream.js").Row} Row */

/** Far more than the server sends again after a reconnect. */
const keysMax = 2_000;

/**
 * A function that keeps of the rows it is given those it has not seen lately. An event that was delivered twice has
 * two rows with different times of receipt, and both are shown.
 */
export function createOnce() {
  /** Oldest first: a Set keeps the order of insertion. @type {Set<string>} */
  const seen = new Set();

  /** @param {Row[]} rows */
  return (rows) =>
    rows.filter((row) => {
      const key = `${row.received_at} ${row.event_id}`;
      if (seen.has(key)) return false;
      seen.add(key);
      if (seen.size > keysMax) seen.delete(/** @type {string} */ (seen.values().next().value));
      return true;
    });
}

/** What must not be: each list is empty where everything that was sent is stored exactly once. */
export interface Difference {
  /** Answered with 200, and not stored. */
  lost: string[];
  /** Stored more than once. */
  doubled: string[];
  /** Stored, and never sent. */
  unknown: string[];
}

/**
 * Compares what was stored with what was sent.
 *
 * @param stored the ids as they were read, copies included
 * @param sent all ids that ever left
 * @param answered those of them whose 200 was seen
 */
export function compareIds(
  stored: readonly string[],
  sent: ReadonlySet<string>,
  answered: ReadonlySet<string>,
): Difference {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const id of stored) {
    if (seen.has(id)) doubled.add(id);
    seen.add(id);
  }
  return {
    lost: [...answered].filter((id) => !seen.has(id)),
    doubled: [...doubled],
    unknown: [...seen].filter((id) => !sent.has(id)),
  };
}

/** A value as a SQL string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as a SQL identifier, whatever word it is. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path as the part of a glob that matches only itself. */
export function escapeGlob(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

import { escapeGlob, quoteText } from "./quote.ts";

/** Settings to open DuckDB with. No extension is ever fetched: what is needed (json, parquet, icu) is built in. */
export const instanceSettings = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
  threads: "2",
  memory_limit: "1GB",
  // Nothing but delivery writes to the disk; a query that outgrows the memory says so.
  temp_directory: "",
};

/**
 * Statements that make SQL answer as Athena would and then shut DuckDB in: it reads files below `rowsDir` only, and no
 * later statement can change that.
 */
export function toSandboxSql(rowsDir: string): string[] {
  // The pattern is judged as it is written, the files as they are called.
  const allowed = [...new Set([rowsDir, escapeGlob(rowsDir)])].map(quoteText).join(", ");
  return [
    "set global TimeZone = 'UTC'",
    "set global integer_division = true",
    // The files never change once they have their name; their footers need to be read only once.
    "set global parquet_metadata_cache = true",
    `set global allowed_directories = [${allowed}]`,
    "set global enable_external_access = false",
    "set global lock_configuration = true",
  ];
}

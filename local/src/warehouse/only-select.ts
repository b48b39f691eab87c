import type { DuckDBConnection, DuckDBResultReader } from "@duckdb/node-api";

/**
 * Runs one statement that only reads.
 *
 * The sandbox alone does not suffice: inside the one folder it allows, COPY could plant a file among the rows. And a
 * prepared statement's type comes too late: preparing EXPORT DATABASE already makes a folder (and preparing reads every
 * file's footer once more). So the parser is asked first, through the function that takes nothing but SELECT.
 *
 * @throws the engine's message for wrong SQL, or what was expected for anything but one SELECT
 */
export async function runSelect(connection: DuckDBConnection, sql: string): Promise<DuckDBResultReader> {
  // EXPLAIN ANALYZE runs what it explains, so that must be a SELECT too.
  const explained = sql.match(/^\s*explain(?:\s+analyze)?\s(.*)$/is)?.[1];
  const judged = await judge(connection, explained ?? sql);
  if (judged === "one select") return connection.runAndReadAll(sql);
  if (judged === "no sql") await showMistake(connection, sql);
  throw new Error(
    `expected one SELECT, got ${judged === "no sql" ? "another statement" : judged}: queries only read`,
  );
}

type Judged = "one select" | "several statements" | "nothing" | "another statement" | "no sql";

async function judge(connection: DuckDBConnection, sql: string): Promise<Judged> {
  const reader = await connection.runAndReadAll("select json_serialize_sql($1::varchar)", [sql]);
  const { error_type, statements } = JSON.parse(String(reader.getRows()[0]?.[0]));
  if (error_type === "parser") return "no sql";
  if (!statements) return "another statement";
  if (statements.length === 1) return "one select";
  return statements.length > 1 ? "several statements" : "nothing";
}

/** Only parses, for the message that points at the mistake. */
async function showMistake(connection: DuckDBConnection, sql: string): Promise<void> {
  await connection.extractStatements(sql).catch((cause: Error) => {
    throw new Error(cause.message.replace(/^Failed to extract statements: /, ""), { cause });
  });
}

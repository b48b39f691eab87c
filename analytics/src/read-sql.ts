import { readFileSync } from "node:fs";

/**
 * The text of one of this folder's SQL files.
 *
 * @param path below `analytics/`
 * @throws where there is no such file: a mistake in this repository, so it should be seen at start
 * @example readSql("models/events.sql")
 */
export function readSql(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8").trim();
}

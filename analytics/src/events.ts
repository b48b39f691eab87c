import { readSql } from "./read-sql.ts";

/** The query behind the view `events`; it reads `rows`. */
export const eventsSql = readSql("models/events.sql");

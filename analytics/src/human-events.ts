import { readSql } from "./read-sql.ts";

/** The query behind the view `human_events`; it reads `events`. */
export const humanEventsSql = readSql("models/human-events.sql");

/**
 * One question with its answer's shape. The SQL reads `human_events`, or `events` or `rows` where the question is not about
 * people, and runs on Athena and DuckDB alike.
 *
 * What `sql` gives, by `kind`:
 * - `number`: one row with one column;
 * - `series`: a day (UTC, ascending) and a number per row; days without events have no row;
 * - `table`: any columns, most important row first;
 * - `funnel`: `step` from 1, `name` and the number of visitors who came at least that far.
 *
 * @example { id: "visitors", title: "Visitors", kind: "number", sql: "select count(distinct visitor_id) as visitors from human_events" }
 */
export interface Tile {
  /** Unique in its dashboard; kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly kind: "number" | "table" | "funnel" | "series";
  readonly sql: string;
  /** A sentence below the answer. */
  readonly note?: string;
}

/** Tiles in reading order, defined once and rendered as a QuickSight dashboard and as the local page. */
export interface Dashboard {
  /** Unique among dashboards; kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly tiles: readonly Tile[];
}

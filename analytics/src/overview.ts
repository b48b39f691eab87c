import type { Dashboard, Tile } from "./dashboard.ts";
import { readSql } from "./read-sql.ts";

/** The first page anyone opens: how much, when, where, and how far visitors come in the shop. */
export const overview: Dashboard = {
  id: "overview",
  title: "Overview",
  tiles: [
    tile("visitors", "number", "Visitors"),
    tile("sessions", "number", "Sessions"),
    tile("page-views", "number", "Page views"),
    tile("events", "number", "Events"),
    tile("page-views-per-day", "series", "Page views per day"),
    tile("top-pages", "table", "Top pages"),
    tile("shop-funnel", "funnel", "Shop funnel"),
  ],
};

function tile(id: string, kind: Tile["kind"], title: string): Tile {
  return { id, title, kind, sql: readSql(`dashboards/overview/${id}.sql`) };
}

import type { Dashboard, Tile } from "./dashboard.ts";
import { readSql } from "./read-sql.ts";

/** The first page anyone opens: how much, when, from where, what is read, how far visitors come in the shop, on what. */
export const overview: Dashboard = {
  id: "overview",
  title: "Overview",
  tiles: [
    tile("visitors", "number", "Visitors"),
    tile("sessions", "number", "Sessions"),
    tile("page-views", "number", "Page views"),
    tile("events", "number", "All events"),
    tile("page-views-per-day", "series", "Page views per day"),
    tile("channels", "table", "Channels"),
    tile("top-pages", "table", "Top pages"),
    tile("shop-funnel", "funnel", "Shop funnel"),
    tile("devices", "table", "Devices"),
    {
      ...tile("bots", "table", "Bots"),
      note: "Counted among all events, and nowhere else. A headless browser is a bot too, but not at localhost.",
    },
  ],
};

function tile(id: string, kind: Tile["kind"], title: string): Tile {
  return { id, title, kind, sql: readSql(`dashboards/overview/${id}.sql`) };
}

// The first dashboard: its tiles, computed by SQL over the Parquet files.

import type { Dashboard } from "@riacho/analytics/dashboard";
import type { Warehouse } from "../warehouse/open-warehouse.ts";

export interface Figures {
  /** When they were computed, in milliseconds since 1970. */
  computed_at: number;
  took_ms: number;
  tiles: { id: string; title: string; kind: string; columns: string[]; rows: unknown[][] }[];
}

export interface DashboardFigures {
  read(): Promise<Figures>;
  /** New rows were delivered: the next read computes anew. */
  markStale(): void;
}

/** Computes a dashboard when it is read, once for all who read it meanwhile, and only after something has changed. */
export function createDashboardFigures(dashboard: Dashboard, warehouse: Warehouse): DashboardFigures {
  let figures: Promise<Figures> | null = null;

  async function compute(): Promise<Figures> {
    const start = Date.now();
    const tiles = await Promise.all(
      dashboard.tiles.map(async ({ id, title, kind, sql }) => {
        const { columns, rows } = await warehouse.query(sql);
        return { id, title, kind, columns: columns.map(({ name }) => name), rows };
      }),
    );
    return { computed_at: start, took_ms: Date.now() - start, tiles };
  }

  return {
    read() {
      if (figures) return figures;
      const computing = compute();
      figures = computing;
      computing.catch(() => {
        if (figures === computing) figures = null;
      });
      return computing;
    },
    markStale() {
      figures = null;
    },
  };
}

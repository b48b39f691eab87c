// The first dashboard: its tiles, computed by SQL over the Parquet files.

import type { Dashboard, Tile } from "@riacho/analytics/dashboard";
import type { Warehouse } from "../warehouse/open-warehouse.ts";

export interface Figures {
  /** When they were computed, in milliseconds since 1970. */
  computed_at: number;
  took_ms: number;
  tiles: (Omit<Tile, "sql"> & { columns: string[]; rows: unknown[][] })[];
}

export interface DashboardFigures {
  read(): Promise<Figures>;
  /** New rows were delivered: the next read computes anew. */
  markStale(): void;
}

/**
 * Computes a dashboard when it is read and something has changed: one computation at a time, shared by all who wait
 * for it, so that many pages over many rows do not pile up queries.
 */
export function createDashboardFigures(dashboard: Dashboard, warehouse: Warehouse): DashboardFigures {
  /** Begun after the last change; null where there is none. */
  let fresh: Promise<Figures> | null = null;
  /** Waits for the one before: whatever changes meanwhile will be in it. */
  let next: Promise<Figures> | null = null;
  /** Kept when the last one has ended, well or badly. */
  let last: Promise<unknown> = Promise.resolve();

  async function compute(): Promise<Figures> {
    const start = Date.now();
    const tiles = await Promise.all(
      dashboard.tiles.map(async ({ sql, ...tile }) => {
        const { columns, rows } = await warehouse.query(sql);
        return { ...tile, columns: columns.map(({ name }) => name), rows };
      }),
    );
    return { computed_at: start, took_ms: Date.now() - start, tiles };
  }

  function computeNext(): Promise<Figures> {
    const computing = last.then(() => {
      fresh = computing;
      next = null;
      return compute();
    });
    last = computing.catch(() => {
      if (fresh === computing) fresh = null;
    });
    return computing;
  }

  return {
    read() {
      if (fresh) return fresh;
      next ??= computeNext();
      return next;
    },
    markStale() {
      fresh = null;
    },
  };
}

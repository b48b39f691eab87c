import type { Row } from "@riacho/contract/columns";
import type { ShardPosition } from "./checkpoint.ts";
import type { Gathered } from "./gather.ts";
import type { UndeliverableRecord } from "./stream-record.ts";

/** What makes a delivery last. Each is on the disk when its promise is kept. */
export interface DeliverSteps {
  writeRows(rows: readonly Row[], oldestArrivedAt: number): Promise<void>;
  writeUndeliverable(records: readonly UndeliverableRecord[]): Promise<void>;
  writeCheckpoint(positions: ReadonlyMap<string, ShardPosition>): Promise<void>;
}

/**
 * Files first, then the checkpoint. A crash in between delivers the same rows once more, of which `events` keeps one;
 * the other order would lose them.
 */
export async function deliver(gathered: Gathered, steps: DeliverSteps): Promise<void> {
  const { rows, undeliverable, oldestArrivedAt, positions } = gathered;
  if (rows.length > 0) await steps.writeRows(rows, oldestArrivedAt);
  if (undeliverable.length > 0) await steps.writeUndeliverable(undeliverable);
  if (positions.size > 0) await steps.writeCheckpoint(positions);
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type DeliverSteps, deliver } from "../src/delivery/deliver.ts";
import { createGathered, type Gathered, gather } from "../src/delivery/gather.ts";
import { startDelivery } from "../src/delivery/start-delivery.ts";
import { openWarehouse } from "../src/warehouse/open-warehouse.ts";
import { startTestStream, toRecord } from "./delivery-stream.ts";

test("a process killed between rename and checkpoint leaves copies in rows and one in events", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "riacho-crash-"));
  const stream = await startTestStream("events");
  await stream.put(toRecord({ event_id: "a", app_id: "shop", status: "accepted" }));

  const script = fileURLToPath(new URL("delivery-crash-child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir, "events", stream.endpoint], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");

  let reached = () => {};
  const checkpoint = new Promise<void>((done) => {
    reached = done;
  });
  const options = { dataDir, streamName: "events", endpoint: stream.endpoint, flushMs: 20, pollMs: 20 };
  const delivery = await startDelivery({ ...options, onCheckpoint: () => reached(), log: () => {} });
  await checkpoint;
  await delivery.stop();

  const warehouse = await openWarehouse({ dataDir });
  expect((await warehouse.query("select count(*) from rows")).rows).toEqual([[2]]);
  expect((await warehouse.query("select event_id from events")).rows).toEqual([["a"]]);
  await warehouse.close();
  await stream.stop();
  await rm(dataDir, { recursive: true });
});

describe("a crash before or after any step", () => {
  test("loses nothing", async () => {
    expect(await lossesOverCrashes(deliver)).toEqual([]);
  });

  test("would lose with the checkpoint first: the check above bites", async () => {
    async function checkpointFirst(gathered: Gathered, steps: DeliverSteps): Promise<void> {
      await steps.writeCheckpoint(gathered.positions);
      await steps.writeRows(gathered.rows, gathered.oldestArrivedAt);
      await steps.writeUndeliverable(gathered.undeliverable);
    }
    expect(await lossesOverCrashes(checkpointFirst)).not.toEqual([]);
  });
});

/** A stream of one row and one poison record, delivered with a crash after each number of steps, then once more. */
async function lossesOverCrashes(deliverOnce: typeof deliver): Promise<string[]> {
  const lost: string[] = [];
  for (let stepsBeforeCrash = 0; stepsBeforeCrash <= 3; stepsBeforeCrash++) {
    const disk = { saved: new Set<string>(), position: 0 };
    await deliverOnce(gatherAfter(disk.position), createDiskSteps(disk, stepsBeforeCrash)).catch(() => {});
    await deliverOnce(gatherAfter(disk.position), createDiskSteps(disk, Number.POSITIVE_INFINITY));
    for (const id of ["a", "poison"]) if (!disk.saved.has(id)) lost.push(`${id}@${stepsBeforeCrash}`);
  }
  return lost;
}

function gatherAfter(position: number): Gathered {
  const gathered = createGathered();
  const base = { shardId: "s", arrivedAt: 0, data: new Uint8Array() };
  if (position < 1)
    gather(gathered, { ...base, sequenceNumber: "1" }, "0", { ok: true, rows: [{ event_id: "a" }] });
  if (position < 2) gather(gathered, { ...base, sequenceNumber: "2" }, "0", { ok: false, reason: "poison" });
  return gathered;
}

function createDiskSteps(disk: { saved: Set<string>; position: number }, stepsLeft: number): DeliverSteps {
  let left = stepsLeft;
  const step = async (effect: () => void) => {
    if (left-- <= 0) throw new Error("crash");
    effect();
  };
  return {
    writeRows: (rows) => step(() => rows.forEach((row) => void disk.saved.add(String(row.event_id)))),
    writeUndeliverable: (records) => step(() => records.forEach(({ reason }) => void disk.saved.add(reason))),
    writeCheckpoint: (positions) =>
      step(() => {
        disk.position = Number(positions.get("s")?.sequenceNumber ?? disk.position);
      }),
  };
}

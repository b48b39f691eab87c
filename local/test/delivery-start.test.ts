import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toCheckpointPath } from "../src/delivery/checkpoint.ts";
import { type DeliverySettings, startDelivery } from "../src/delivery/start-delivery.ts";
import { openWarehouse } from "../src/warehouse/open-warehouse.ts";
import { startTestStream, toRecord, until } from "./delivery-stream.ts";

const streamName = "events";
let dataDir: string;
let stream: Awaited<ReturnType<typeof startTestStream>>;
let logged: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "riacho-delivery-"));
  stream = await startTestStream(streamName);
  logged = [];
});

afterEach(async () => {
  await stream.stop();
  await rm(dataDir, { recursive: true });
});

function start(options: Partial<DeliverySettings & { endpoint: string }> = {}) {
  return startDelivery({
    dataDir,
    streamName,
    endpoint: stream.endpoint,
    flushMs: 50,
    pollMs: 20,
    log: (message) => logged.push(message),
    ...options,
  });
}

async function query(sql: string) {
  const warehouse = await openWarehouse({ dataDir });
  try {
    return (await warehouse.query(sql)).rows;
  } finally {
    await warehouse.close();
  }
}

function toRow(id: string, more: object = {}) {
  const received_at = "2026-01-02 03:04:05.678";
  return { event_id: id, app_id: "shop", name: "page_view", status: "accepted", received_at, ...more };
}

async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(join(dataDir, folder), { recursive: true }).catch(() => []);
  return names.filter((name) => name.includes("."));
}

/** The ids in `rows`, with how often. */
const countsSql = "select event_id, count(*) as n from rows group by event_id order by event_id";

describe("delivery", () => {
  test("rows are in SQL within 2.5 s of the put, and on the live page within 1 s, with the default times", async () => {
    const live: string[] = [];
    const delivery = await start({
      flushMs: undefined,
      pollMs: undefined,
      onRecords: (rows) => live.push(...rows.map((row) => String(row.event_id))),
    });
    const warehouse = await openWarehouse({ dataDir });
    const putAt = Date.now();
    await stream.put(toRecord(toRow("a"), toRow("b")));

    await until(() => live.length === 2);
    expect(Date.now() - putAt).toBeLessThan(1_000);
    await until(async () => (await warehouse.query("select * from rows")).rows.length === 2);
    expect(Date.now() - putAt).toBeLessThan(2_500);

    await warehouse.close();
    await delivery.stop();
  });

  test("stopping writes what was read", async () => {
    let read = 0;
    const delivery = await start({ flushMs: 60_000, onRecords: () => read++ });
    await stream.put(toRecord(toRow("a")));
    await until(() => read === 1);
    await delivery.stop();
    expect(await query(countsSql)).toEqual([["a", 1]]);
  });

  test("stopping twice is stopping once", async () => {
    const delivery = await start();
    await Promise.all([delivery.stop(), delivery.stop()]);
    await delivery.stop();
  });

  test("a restart goes on after the checkpoint: nothing twice, nothing skipped", async () => {
    let checkpoints = 0;
    const first = await start({ onCheckpoint: () => checkpoints++ });
    await stream.put(toRecord(toRow("a")));
    await until(() => checkpoints === 1);
    await first.stop();
    await stream.put(toRecord(toRow("b")));

    const second = await start({ onCheckpoint: () => checkpoints++ });
    await until(() => checkpoints === 2);
    await second.stop();
    expect(await query(countsSql)).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
  });

  test("all shards are read", async () => {
    await stream.stop();
    stream = await startTestStream(streamName, 3);
    let read = 0;
    const delivery = await start({ onRecords: () => read++ });
    for (let i = 0; i < 20; i++) await stream.put(toRecord(toRow(`e${i}`)), `key${i}`);
    await until(() => read === 20);
    await delivery.stop();
    expect(await query("select count(distinct event_id) from rows")).toEqual([[20]]);
    const { shards } = JSON.parse(await readFile(toCheckpointPath(dataDir), "utf8"));
    expect(Object.keys(shards)).toHaveLength(3);
  });

  test("a full gathering is written before its time", async () => {
    const delivery = await start({ flushMs: 60_000, flushBytes: 1_000 });
    await stream.put(toRecord(toRow("a", { props: "x".repeat(1_000) })));
    await until(async () => (await filesBelow("rows")).length === 1);
    await delivery.stop();
  });

  test("a poison record does not block its shard: it goes to errors, whole and with its reason", async () => {
    const poison = [
      Buffer.from([0xff, 0xfe, 0x00]),
      Buffer.from("not JSON\n"),
      Buffer.from(toRecord(toRow("good"), toRow("bad", { seq: 1.5 }))),
      Buffer.from("\n"),
    ];
    let read = 0;
    const told: string[] = [];
    const delivery = await start({
      onRecords: () => read++,
      onUndeliverable: ({ reason }) => told.push(reason),
    });
    for (const data of poison) await stream.put(data);
    await stream.put(toRecord(toRow("after")));
    await until(() => read === 1 && told.length === poison.length);
    await delivery.stop();

    expect(await query(countsSql)).toEqual([["after", 1]]);
    expect(told).toContain("line 2: seq: expected a whole number that a double holds exactly, got a number");
    const files = await filesBelow("errors");
    expect(files.every((file) => /^dt=\d{4}-\d\d-\d\d\/hh=\d\d\/.+\.ndjson$/.test(file))).toBe(true);
    const texts = await Promise.all(files.map((file) => readFile(join(dataDir, "errors", file), "utf8")));
    const lines = texts.flatMap((text) => text.trim().split("\n")).map((line) => JSON.parse(line));
    const raw = lines.map(({ rawData }) => rawData).sort();
    expect(raw).toEqual(poison.map((data) => data.toString("base64")).sort());
    for (const { sequenceNumber, arrivalTimestamp, lastErrorMessage } of lines) {
      expect(sequenceNumber).toMatch(/^\d+$/);
      expect(Math.abs(Date.now() - arrivalTimestamp)).toBeLessThan(60_000);
      expect(told).toContain(lastErrorMessage);
    }
  });

  test("a damaged checkpoint is named, and everything is read again: copies in rows, one in events", async () => {
    let checkpoints = 0;
    const onCheckpoint = () => checkpoints++;
    const first = await start({ onCheckpoint });
    await stream.put(toRecord(toRow("a")));
    await until(() => checkpoints === 1);
    await first.stop();
    await writeFile(toCheckpointPath(dataDir), '{"streamName":"events","shards":{"shardId');

    const second = await start({ onCheckpoint });
    await until(() => checkpoints === 2);
    await second.stop();
    expect(logged.join()).toContain("checkpoint.json is damaged");
    expect(await query(countsSql)).toEqual([["a", 2]]);
    expect(await query("select event_id from events")).toEqual([["a"]]);
  });

  test("a stream made anew under the same name is read from its start", async () => {
    let checkpoints = 0;
    const onCheckpoint = () => checkpoints++;
    const first = await start({ onCheckpoint });
    await stream.put(toRecord(toRow("old")));
    await until(() => checkpoints === 1);
    await first.stop();
    await stream.stop();
    // Kinesalite makes a shard's numbers from the second it was made in.
    await new Promise((done) => setTimeout(done, 1_100));
    stream = await startTestStream(streamName);
    await stream.put(toRecord(toRow("new")));

    const second = await start({ onCheckpoint });
    await until(() => checkpoints === 2);
    await second.stop();
    expect(logged.join()).toContain("was made anew");
    expect(await query("select event_id from events order by 1")).toEqual([["new"], ["old"]]);
  });

  test("a disk that fails is tried again and reading waits; nothing is lost, nothing passed", async () => {
    let failures = 2;
    const delivery = await start({
      flushBytes: 100,
      steps: (steps) => ({
        ...steps,
        writeRows: (...args) =>
          failures-- > 0 ? Promise.reject(new Error("ENOSPC: no space left")) : steps.writeRows(...args),
      }),
    });
    for (const id of ["a", "b", "c"]) await stream.put(toRecord(toRow(id)));
    await until(async () => (await filesBelow("rows")).length > 0);
    await until(async () => (await query(countsSql)).length === 3);
    await delivery.stop();
    expect(logged.join()).toContain("no space left");
  });

  test("stopping while the disk fails ends, leaves no file and does not pass what was read", async () => {
    const delivery = await start({
      flushBytes: 100,
      steps: (steps) => ({ ...steps, writeRows: () => Promise.reject(new Error("ENOSPC")) }),
    });
    await stream.put(toRecord(toRow("a")));
    await stream.put("poison");
    await until(() => logged.length > 0);
    await delivery.stop();
    expect(await filesBelow(".")).toEqual([]);

    const next = await start();
    await until(async () => (await query(countsSql)).length === 1);
    await next.stop();
  });

  test("a stream that is away is waited for", async () => {
    const away = "http://127.0.0.1:9"; // the discard port: nobody listens
    const delivery = await start({ endpoint: away });
    await until(() => logged.length > 0);
    expect(logged[0]).toContain("cannot list the shards of events, trying on");
    await delivery.stop();
  });

  test("a listener that throws stops nothing", async () => {
    const delivery = await start({
      onRecords: () => {
        throw new Error("the page is gone");
      },
    });
    await stream.put(toRecord(toRow("a")));
    await until(async () => (await query(countsSql)).length === 1);
    await delivery.stop();
    expect(logged).toContain("a listener of the delivery failed: the page is gone");
  });

  test("unfinished files of a crash are removed at start; finished ones stay", async () => {
    const hour = join(dataDir, "rows/dt=2026-01-01/hh=00");
    await mkdir(hour, { recursive: true });
    await writeFile(join(hour, "x.parquet.tmp"), "half");
    await writeFile(join(hour, "note.txt"), "mine");
    await (await start()).stop();
    expect(await readdir(hour)).toEqual(["note.txt"]);
  });
});

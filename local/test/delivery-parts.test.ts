import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nextDelayMs } from "../src/delivery/backoff.ts";
import { readCheckpoint, toCheckpointPath, writeCheckpoint } from "../src/delivery/checkpoint.ts";
import { toFileName, toPartition } from "../src/delivery/partition.ts";
import { readRows } from "../src/delivery/read-rows.ts";
import { writeDurably } from "../src/delivery/write-durably.ts";

test("a partition is the UTC hour, up to its last millisecond", () => {
  expect(toPartition(Date.UTC(2026, 0, 1, 23, 59, 59, 999))).toBe("dt=2026-01-01/hh=23");
  expect(toPartition(Date.UTC(2026, 0, 2))).toBe("dt=2026-01-02/hh=00");
});

test("file names sort by time", () => {
  expect(toFileName(Date.UTC(2026, 0, 2, 3, 4, 5, 678), "r")).toBe("2026-01-02-03-04-05-r");
});

test("waiting doubles up to a limit and stays there", () => {
  expect([1, 2, 3, 50, 5_000].map(nextDelayMs)).toEqual([200, 400, 800, 5_000, 5_000]);
});

const read = (text: string) => readRows(Buffer.from(text));

test("a record is one row per line; blank lines, empty values and unknown keys leave nothing", () => {
  const text =
    '{"event_id":"a","seq":0,"reason":null}\r\n\n{"event_id":"b","later_column":1,"__proto__":{"name":"x"}}';
  expect(read(text)).toEqual({ ok: true, rows: [{ event_id: "a", seq: 0 }, { event_id: "b" }] });
});

test.each([
  ["", "expected at least one row, got none"],
  ["[]", "line 1: expected a JSON object"],
  ["null", "line 1: expected a JSON object"],
  ['{"event_id":"a"}\n{"event_id":', "line 2: expected a JSON object"],
  ['{"event_id":"a"}{"event_id":"b"}', "line 1: expected a JSON object"],
  ['{"event_id":1}', "line 1: event_id: expected text, got a number"],
  ['{"props":{}}', "line 1: props: expected text, got an object"],
  ['{"props":[]}', "line 1: props: expected text, got an array"],
  [
    '{"seq":"1"}',
    "line 1: seq: expected a whole number that a double holds exactly, got a string of 1 characters",
  ],
  [
    '{"seq":9007199254740992}',
    "line 1: seq: expected a whole number that a double holds exactly, got a number",
  ],
  ['{"seq":1e999}', "line 1: seq: expected a whole number that a double holds exactly, got a number"],
])("%s is undeliverable: %s", (text, reason) => {
  expect(read(text)).toEqual({ ok: false, reason });
});

test.each([
  "2026-02-30 00:00:00.000",
  "2026-01-01T00:00:00.000",
  "2026-01-01 24:00:00.000",
  "2026-01-01 00:00:00",
  "",
])("%j is no timestamp", (text) => {
  expect(read(JSON.stringify({ event_at: text })).ok).toBe(false);
});

test.each(["0000-01-01 00:00:00.000", "1969-12-31 23:59:59.999", "9999-12-31 23:59:59.999"])(
  "%s is a timestamp",
  (text) => {
    expect(read(JSON.stringify({ event_at: text })).ok).toBe(true);
  },
);

test("doubles and booleans are judged by their columns", () => {
  const columns = [
    { name: "price", type: "double", from: "server", meaning: "" },
    { name: "bot", type: "boolean", from: "server", meaning: "" },
  ] as const;
  const readAs = (row: object) => readRows(Buffer.from(JSON.stringify(row)), columns).ok;
  expect(readAs({ price: 0.1, bot: false })).toBe(true);
  expect(readAs({ price: "0.1" })).toBe(false);
  expect(readAs({ bot: 1 })).toBe(false);
});

test("a checkpoint survives a restart, is about one stream only, and what is none counts as none", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "riacho-checkpoint-"));
  const logged: string[] = [];
  const readPositions = (streamName: string) =>
    readCheckpoint(dataDir, streamName, (text) => logged.push(text));
  expect(await readPositions("events")).toEqual({});
  expect(logged).toEqual([]);

  const positions = { s0: { sequenceNumber: "12", shardStart: "1" } };
  await writeCheckpoint(dataDir, "events", positions);
  expect(await readPositions("events")).toEqual(positions);
  expect(await readPositions("other")).toEqual({});
  expect(logged).toEqual([expect.stringContaining("is about the stream events")]);

  const damaged = [
    "",
    "null",
    "{}",
    '{"streamName":"events","shards":{"s0":{"sequenceNumber":"x"}}}',
    "\0\0\0",
  ];
  for (const text of damaged) {
    await writeFile(toCheckpointPath(dataDir), text);
    expect(await readPositions("events")).toEqual({});
    expect(logged.at(-1)).toContain("is damaged");
  }
  await rm(dataDir, { recursive: true });
});

test("a write that fails half-way leaves the file as it was and nothing beside it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "riacho-durably-"));
  const path = join(folder, "a/b/file");
  await writeDurably(path, (unfinished) => writeFile(unfinished, "first"));
  const failing = writeDurably(path, async (unfinished) => {
    await writeFile(unfinished, "hal");
    throw new Error("ENOSPC");
  });
  await expect(failing).rejects.toThrow("ENOSPC");
  expect(await readFile(path, "utf8")).toBe("first");
  expect(await readdir(join(folder, "a/b"))).toEqual(["file"]);
  await rm(folder, { recursive: true });
});

import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWarehouse, type Warehouse } from "../src/warehouse/open-warehouse.ts";
import { writeRows } from "./warehouse-rows.ts";

let root: string;
let dataDir: string;
let warehouse: Warehouse;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "riacho-sandbox-"));
  dataDir = join(root, "data");
  await writeRows(dataDir, "dt=2026-01-01/hh=00", [{ event_id: "a", app_id: "shop", status: "accepted" }]);
  await writeFile(join(root, "secret.csv"), "secret\n");
  await writeFile(join(dataDir, "checkpoint.json"), "{}");
  await mkdir(join(root, "data", "rows-of-others"));
  await writeFile(join(dataDir, "rows-of-others", "secret.csv"), "secret\n");
  await symlink(join(root, "secret.csv"), join(dataDir, "rows", "link.csv"));
  warehouse = await openWarehouse({ dataDir });
});

afterAll(async () => {
  await warehouse.close();
  await rm(root, { recursive: true });
});

describe("a query cannot read outside the rows", () => {
  test.each([
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from read_text('ROOT/secret.csv')",
    "select * from read_text('ROOT/data/checkpoint.json')",
    "select * from read_text('ROOT/data/rows/../checkpoint.json')",
    "select * from read_text('ROOT/data/rows-of-others/secret.csv')",
    "select * from read_text('ROOT/data/rows/link.csv')",
    "select * from glob('/etc/*')",
    "select * from read_csv('https://example.com/x.csv')",
    "select * from parquet_scan('s3://bucket/x.parquet')",
    "with x as (select * from read_blob('/etc/hostname')) select * from x",
    "explain analyze select * from read_csv('/etc/passwd')",
    "select * from query('select * from read_csv(''/etc/passwd'')')",
  ])("%s", async (sql) => {
    await expect(warehouse.query(sql.replace("ROOT", root))).rejects.toThrow(
      /Permission Error|does not exist|Missing Extension|not in the catalog/,
    );
  });
});

describe("a query only reads", () => {
  test.each([
    "copy (select 1) to 'ROOT/out.csv'",
    "copy (select 1) to 'ROOT/data/rows/dt=2026-01-01/hh=00/out.parquet'",
    "explain analyze copy (select 1) to 'ROOT/data/rows/out.csv'",
    "explain (analyze) copy (select 1) to 'ROOT/data/rows/out.csv'",
    "EXPLAIN /* */ ANALYZE copy (select 1) to 'ROOT/data/rows/out.csv'",
    "attach 'ROOT/x.duckdb'",
    "attach 'ROOT/data/rows/x.duckdb'",
    "export database 'ROOT/data/rows/x'",
    "explain export database 'ROOT/data/rows/x'",
    "/* /* */ select 1 */ export database 'ROOT/data/rows/x'",
    "select 1; export database 'ROOT/data/rows/x'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "reset enable_external_access",
    "pragma threads = 1",
    "set allowed_directories = ['/']",
    "create or replace view events as select 1",
    "create table t as select 1",
    "drop view rows",
    "insert into rows values (1)",
    "call pragma_version()",
    "prepare p as select 1",
    "select 1; drop view rows",
    "select 1; select 2",
    "",
    "-- nothing",
  ])("%s", async (sql) => {
    const before = await readdir(root, { recursive: true });
    await expect(warehouse.query(sql.replace("ROOT", root))).rejects.toThrow();
    expect(await readdir(root, { recursive: true })).toEqual(before);
  });
});

test("after all that, rows and events are as they were", async () => {
  expect((await warehouse.query("select event_id, dt, hh from rows")).rows).toEqual([
    ["a", "2026-01-01", "00"],
  ]);
  expect((await warehouse.query("select count(*) from events")).rows).toEqual([[1]]);
});

test("what only reads is allowed, however it is written", async () => {
  const reading = [
    "describe events",
    "show tables",
    "summarize rows",
    "explain select 1",
    "from rows",
    "select 1;",
  ];
  for (const sql of [
    ...reading,
    "explain analyze select * from events",
    "values (1)",
    "/* a */ select 1 -- b",
  ]) {
    await warehouse.query(sql);
  }
});

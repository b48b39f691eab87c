import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columns, type Row } from "@riacho/contract/columns";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWarehouse, type Warehouse } from "../src/warehouse/open-warehouse.ts";
import { writeRows } from "./warehouse-rows.ts";

let root: string;
let warehouse: Warehouse | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "riacho-warehouse-"));
});

afterEach(async () => {
  await warehouse?.close();
  warehouse = undefined;
  await rm(root, { recursive: true });
});

async function open(dataDir = root): Promise<Warehouse> {
  warehouse = await openWarehouse({ dataDir });
  return warehouse;
}

const accepted: Row = { event_id: "a", app_id: "shop", status: "accepted" };

test("before any row there are both names, empty, with the contract's columns, then dt and hh", async () => {
  const { query, hasRows } = await open(join(root, "not-yet"));
  const types = {
    string: "VARCHAR",
    bigint: "BIGINT",
    double: "DOUBLE",
    boolean: "BOOLEAN",
    timestamp: "TIMESTAMP",
  };
  const own = columns.map(({ name, type }) => ({ name, type: types[type] }));
  const partition = ["dt", "hh"].map((name) => ({ name, type: "VARCHAR" }));
  expect(await query("select * from rows")).toEqual({ columns: [...own, ...partition], rows: [] });
  expect(await query("select * from events")).toEqual({ columns: own, rows: [] });
  expect(await hasRows()).toBe(false);
});

test("the first file, later files, and the last one going are seen by the next query", async () => {
  const { query } = await open();
  const count = async () => (await query("select count(*) from rows")).rows[0]?.[0];
  expect(await count()).toBe(0);
  await writeRows(root, "dt=2026-01-01/hh=23", [accepted]);
  expect(await count()).toBe(1);
  await writeRows(root, "dt=2026-01-02/hh=00", [accepted, accepted]);
  expect(await count()).toBe(3);
  await rm(join(root, "rows"), { recursive: true });
  expect(await count()).toBe(0);
});

test("a file that is being written is not seen", async () => {
  await writeRows(root, "dt=2026-01-01/hh=23", [accepted]);
  await writeFile(join(root, "rows/dt=2026-01-01/hh=23/half.parquet.tmp"), "PAR1");
  const { query } = await open();
  expect((await query("select count(*) from rows")).rows).toEqual([[1]]);
});

test("files of other versions: a column from before it existed is NULL, one that is not ours stays out", async () => {
  const [first, second, ...later] = columns;
  const unknown = { name: "of_tomorrow", type: "string", from: "server", meaning: "" } as const;
  await writeRows(root, "dt=2026-01-01/hh=00", [{ ...accepted, event_id: "old" }], [first, second]);
  await writeRows(
    root,
    "dt=2026-01-01/hh=01",
    [{ ...accepted, event_id: "new" }],
    [unknown, ...later, second, first],
  );
  const { query } = await open();
  expect((await query("select event_id, status from rows order by event_id")).rows).toEqual([
    ["new", "accepted"],
    ["old", null],
  ]);
  expect((await query("select * from rows")).columns).toHaveLength(columns.length + 2);
});

test("a data folder may have any name", async () => {
  const dataDir = join(root, "it's [a] * ?");
  await writeRows(dataDir, "dt=2026-01-01/hh=00", [accepted]);
  await mkdir(join(root, "it's a x y"));
  const { query } = await open(dataDir);
  expect((await query("select event_id from events")).rows).toEqual([["a"]]);
});

test("queries may overlap, also when the first file comes meanwhile", async () => {
  const { query } = await open();
  const early = Array.from({ length: 5 }, () => query("select count(*) from events"));
  await writeRows(root, "dt=2026-01-01/hh=00", [accepted]);
  const late = Array.from({ length: 5 }, () => query("select count(*) from events"));
  await Promise.all(early);
  for (const { rows } of await Promise.all(late)) expect(rows).toEqual([[1]]);
});

test("wrong SQL gives the engine's message", async () => {
  const { query } = await open();
  await expect(query("select nope from events")).rejects.toThrow(/^Binder Error: .*"nope"/);
  await expect(query("selec 1")).rejects.toThrow(/^Parser Error/);
});

describe("values", () => {
  test.each([
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", "9007199254740993"],
    ["sum(1)", 1],
    ["170141183460469231731687303715884105727", "170141183460469231731687303715884105727"],
    ["1.10", 1.1],
    ["1234567890.12345678901", "1234567890.12345678901"],
    ["cast('nan' as double)", "NaN"],
    ["timestamp '2026-01-02 03:04:05'", "2026-01-02 03:04:05.000"],
    ["timestamp '2026-01-02 03:04:05.000001'", "2026-01-02 03:04:05.000001"],
    ["timestamp '1969-12-31 23:59:59.999'", "1969-12-31 23:59:59.999"],
    ["timestamptz '2026-01-02 03:04:05+02:00'", "2026-01-02 01:04:05.000 UTC"],
    ["date '2026-01-02'", "2026-01-02"],
    ["true", true],
    ["cast(null as bigint)", null],
    ["[9007199254740991, null]", [9007199254740991, null]],
    ["{'a': timestamp '2026-01-02 03:04:05'}", { a: "2026-01-02 03:04:05.000" }],
  ])("%s is %j", async (sql, value) => {
    const { query } = await open();
    const answer = await query(`select ${sql} as value`);
    expect(answer.rows).toEqual([[value]]);
    JSON.stringify(answer);
  });

  test("two columns of one name stay two", async () => {
    const { query } = await open();
    const { columns: named } = await query("select 1 as a, 2 as a");
    expect(new Set(named.map(({ name }) => name)).size).toBe(2);
  });
});

describe("as on Athena", () => {
  test.each([
    ["7 / 2", 3],
    ["date_trunc('day', timestamp '2026-01-02 23:59:59')", "2026-01-02 00:00:00.000"],
    ["date_trunc('day', from_unixtime(0))", "1970-01-01 00:00:00.000 UTC"],
    ["to_unixtime(timestamp '1970-01-01 00:00:01')", 1],
    [`json_extract_scalar('{"a":{"b":"x"}}', '$.a.b')`, "x"],
    [`json_extract_scalar('{"a":1.5}', '$.a')`, "1.5"],
    [`json_extract_scalar('{"a":null}', '$.a')`, null],
    [`json_extract_scalar('{"a":{}}', '$.a')`, null],
    [`json_extract_scalar('{"a":', '$.a')`, null],
    ["approx_distinct('x')", 1],
  ])("%s is %j", async (sql, value) => {
    const { query } = await open();
    expect((await query(`select ${sql} as value`)).rows).toEqual([[value]]);
  });

  test("NULL sorts last both ways", async () => {
    const { query } = await open();
    for (const order of ["asc", "desc"]) {
      const { rows } = await query(`select * from (values (1), (null)) as t (x) order by x ${order}`);
      expect(rows).toEqual([[1], [null]]);
    }
  });
});

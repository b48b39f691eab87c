import type { Dashboard } from "@riacho/analytics/dashboard";
import { expect, test } from "vitest";
import { createDashboardFigures } from "../src/server/dashboard.ts";
import type { QueryAnswer, Warehouse } from "../src/warehouse/open-warehouse.ts";

const dashboard: Dashboard = {
  id: "one",
  title: "One",
  tiles: [{ id: "events", title: "Events", kind: "number", sql: "select" }],
};

/** A warehouse that answers when it is told to, with the number of the query. */
function createSlowWarehouse() {
  const waiting: ((error?: Error) => void)[] = [];
  let queries = 0;
  const warehouse: Warehouse = {
    query() {
      const n = ++queries;
      return new Promise<QueryAnswer>((resolve, reject) => {
        const answer = { columns: [{ name: "n", type: "BIGINT" }], rows: [[n]] };
        waiting.push((error) => (error ? reject(error) : resolve(answer)));
      });
    },
    hasRows: async () => true,
    close: async () => {},
  };
  /** Answers the oldest query; the next one, if any waits for it, is then asked. */
  async function answer(error?: Error): Promise<void> {
    await settle();
    waiting.shift()?.(error);
    await settle();
  }
  return { warehouse, answer, queries: () => queries, underWay: () => waiting.length };
}

const settle = () => new Promise((done) => setImmediate(done));

function start() {
  const slow = createSlowWarehouse();
  const { read, markStale } = createDashboardFigures(dashboard, slow.warehouse);
  return { ...slow, markStale, readNumber: async () => (await read()).tiles[0]?.rows[0]?.[0] };
}

test("figures are computed once for all who read them, until something changes", async () => {
  const { readNumber, answer, markStale } = start();
  const first = [readNumber(), readNumber()];
  await answer();
  expect(await Promise.all([...first, readNumber()])).toEqual([1, 1, 1]);
  markStale();
  const second = readNumber();
  await answer();
  expect(await second).toBe(2);
});

test("changes during a computation cost one more for all, after it and not beside it", async () => {
  const { readNumber, answer, markStale, queries, underWay } = start();
  const first = readNumber();
  await settle();
  const later = [];
  for (let i = 0; i < 5; i++) {
    markStale();
    later.push(readNumber());
    await settle();
    expect(underWay()).toBe(1);
  }
  await answer();
  expect(await first).toBe(1);
  await answer();
  expect(await Promise.all(later)).toEqual([2, 2, 2, 2, 2]);
  expect(queries()).toBe(2);
});

test("a failure is told to who waited, and the next read tries again", async () => {
  const { readNumber, answer } = start();
  const failed = expect(readNumber()).rejects.toThrow("out of memory");
  await answer(new Error("out of memory"));
  await failed;
  const second = readNumber();
  await answer();
  expect(await second).toBe(2);
});

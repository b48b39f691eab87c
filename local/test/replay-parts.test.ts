// The parts of a replay that a whole one shows too seldom: what is selected, pages, sizes, a stream that fails halfway.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toLine, toRecords } from "@riacho/collector/records";
import type { StoredRow } from "@riacho/collector/replay";
import type { Row } from "@riacho/contract/columns";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Selection } from "../src/replay/rejected-sql.ts";
import { inCalls, type ReplayParts, replayRejected } from "../src/replay/replay-rejected.ts";
import { toConclusion, toSummary } from "../src/replay/summary.ts";
import { createTally } from "../src/replay/tally.ts";
import { openWarehouse, type Warehouse } from "../src/warehouse/open-warehouse.ts";
import { writeRows } from "./warehouse-rows.ts";

let root: string;
let warehouse: Warehouse;

const row = (id: string, time: string, more: Row = {}): Row => {
  const at = `2026-01-01 ${time}.000`;
  return { event_id: id, app_id: "shop", status: "rejected", reason: "too_deep", received_at: at, ...more };
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "riacho-replay-"));
  await writeRows(root, "dt=2026-01-01/hh=10", [
    row("early", "10:00:00"),
    row("first", "10:30:00"),
    row("o'clock", "10:40:00", { reason: "plan_violation" }),
    row("twice", "10:50:00", { message: "again" }),
    row("other", "10:50:00", { app_id: "blog" }),
    row("since", "10:50:00"),
  ]);
  await writeRows(root, "dt=2026-01-01/hh=11", [
    row("twice", "10:45:00", { message: "first" }),
    row("since", "11:00:00", { status: "accepted" }),
    row("other", "11:00:00", { status: "accepted" }),
    row("late", "11:00:00"),
  ]);
  const many = Array.from({ length: 1_201 }, (_, i) => row(`m${i}`, "12:00:00", { app_id: "many" }));
  await writeRows(root, "dt=2026-01-01/hh=12", many);
  warehouse = await openWarehouse({ dataDir: root });
});
afterAll(async () => {
  await warehouse.close();
  await rm(root, { recursive: true });
});

const selection: Selection = {
  since: "2026-01-01 10:30:00.000",
  until: "2026-01-01 11:00:00.000",
  app: null,
  reason: null,
};

/** Replays without a collector: all is accepted. Tells what it was given. */
async function run(change: Partial<Selection>, put: ReplayParts["put"] = async () => ({ kind: "stored" })) {
  const given: StoredRow[] = [];
  const end = await replayRejected({
    warehouse,
    selection: { ...selection, ...change },
    replay: (each) => {
      given.push(each);
      return { kind: "accepted", name: "a", row: {} };
    },
    now: () => 0,
    put,
  });
  return { ...end, given, ids: given.map(({ app_id, event_id }) => `${app_id} ${event_id}`).sort() };
}

describe("what is replayed", () => {
  test("each event that was rejected in that time and not accepted since, by its first row", async () => {
    const { ids, given, tally } = await run({});
    expect(ids).toEqual(["blog other", "shop first", "shop o'clock", "shop twice"]);
    expect(given.find(({ event_id }) => event_id === "twice")).toMatchObject({
      message: "first",
      received_at: "2026-01-01 10:45:00.000",
    });
    expect(tally).toMatchObject({ found: 5, acceptedBefore: 1 });
  });

  test.each<[Partial<Selection>, string[]]>([
    [{ app: "blog" }, ["blog other"]],
    [{ app: "o'neil" }, []],
    [{ reason: "plan_violation" }, ["shop o'clock"]],
    [{ since: "2026-01-01 11:00:00.000", until: null, app: "shop" }, ["shop late"]],
  ])("%j", async (change, expected) => {
    expect((await run(change)).ids).toEqual(expected);
  });

  test("more than a page, each once", async () => {
    const { ids, stored } = await run({ app: "many", until: null });
    expect([new Set(ids).size, ids.length, stored]).toEqual([1_201, 1_201, 1_201]);
  });
});

test("a stream that fails halfway ends it, and what it has told it holds is counted", async () => {
  let calls = 0;
  const { stored, failure, ids } = await run({ app: "many", until: null }, async () =>
    ++calls < 3 ? { kind: "stored" } : { kind: "unavailable", cause: "TIMEOUT", tries: 4, stored: 0 },
  );
  expect([stored, failure?.kind, ids.length, calls]).toEqual([1_000, "unavailable", 1_201, 3]);
  expect(toConclusion({ stored, failure }, { isDryRun: false, origin: "http://localhost:8080" })).toBe(
    "The stream of http://localhost:8080 failed (TIMEOUT), so the replay ended here: 1000 events are stored for certain. Run it again: that is safe.",
  );
});

test("rows go in calls that fit, in their order, none lost", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 30 })), (names) => {
      const rows = names.map((name) => toLine({ name }));
      const calls = inCalls(rows, 60);
      expect(calls.flat()).toEqual(rows);
      for (const call of calls) {
        expect(call.length).toBeGreaterThan(0);
        const bytes = Buffer.concat(toRecords(call)).length;
        expect(bytes <= 60 || call.length === 1).toBe(true);
      }
    }),
  );
});

test("the summary says the most first, and cuts a long message", () => {
  const tally = createTally(120, 0);
  tally.accepted.set("rare", 1).set("often", 100);
  tally.rejected.set("plan_violation", { count: 9, message: `/a: expected "${"x".repeat(500)}"` });
  tally.unreplayable.set("it was cut when it was stored", 10);
  expect(toSummary(tally)).toBe(`120 rejected events found.
  101 accepted now:
    100  often
      1  rare
  9 still rejected:
    9  plan_violation, such as: /a: expected "${"x".repeat(146)}...
  10 cannot be replayed:
    10  it was cut when it was stored`);
});

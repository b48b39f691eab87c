// The simulation through the real pipeline: what it says it sent is what SQL finds.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, startLab } from "./lab.ts";

const cli = fileURLToPath(new URL("../src/simulate.ts", import.meta.url));
const run = promisify(execFile);

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.stop());

/** Runs the command, and gives what its summary says. */
async function simulate(visitors: string, ...more: string[]) {
  const args = ["--import", "tsx", cli, "--url", lab.url, "--visitors", visitors, "--days", "14", ...more];
  const { stdout } = await run(process.execPath, args);
  const read = (name: string) =>
    Number(new RegExp(`${name}\\s+([\\d,]+)`).exec(stdout)?.[1]?.replaceAll(",", ""));
  return { accepted: read("accepted"), rejected: read("rejected"), visitors: read("visitors") };
}

/** What SQL has. */
async function count() {
  const [counts] = await lab.query<{ rows: number; events: number; rejected: number; visitors: number }>(`
    select
      count(*) as rows,
      (select count(*) from events) as events,
      count(*) filter (where status = 'rejected') as rejected,
      count(distinct visitor_id) as visitors
    from rows`);
  return counts;
}

const until = new Date(Date.now() - 60_000).toISOString();

test("two weeks of history, each event once, spread over the days", async () => {
  const { accepted, rejected, visitors } = await simulate("60", "--seed", "7", "--until", until);
  expect(accepted).toBeGreaterThan(200);
  const expected = { rows: accepted + rejected, events: accepted, rejected, visitors };
  await expect.poll(count, { timeout: 15_000 }).toEqual(expected);

  const days = await lab.query("select cast(event_at as date) as day from events group by 1");
  expect(days.length).toBeGreaterThanOrEqual(14);
  // The times of the past were believed.
  expect(await lab.query("select flags from events where flags like '%event_at%'")).toEqual([]);
});

test("the same history once more: twice the rows, the same events", async () => {
  const before = await count();
  await simulate("60", "--seed", "7", "--until", until);
  const expected = { ...before, rows: (before?.rows ?? 0) * 2, rejected: (before?.rejected ?? 0) * 2 };
  await expect.poll(count, { timeout: 15_000 }).toEqual(expected);
});

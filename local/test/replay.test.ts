// The whole way that docs/how-to/replay.md shows: rejected by a plan, the plan mended, replayed.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCollector } from "../../scripts/build-collector.ts";
import { type Pipeline, startPipeline } from "../src/pipeline.ts";
import { readCommand } from "../src/replay/read-command.ts";
import { runReplay } from "../src/replay/run-replay.ts";
import { openWarehouse, type Warehouse } from "../src/warehouse/open-warehouse.ts";

const example = "examples/tracking-plan";
let folder: string;
let dataDir: string;
let pipeline: Pipeline;
let warehouse: Warehouse;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "riacho-replay-"));
  dataDir = join(folder, "data");
  await buildCollector(join(folder, "before"), `${example}/tracking-plan.json`);
  await buildCollector(join(folder, "mended"), `${example}/wider.json`);
  warehouse = await openWarehouse({ dataDir });
});
afterAll(async () => {
  await pipeline.stop();
  await warehouse.close();
  await rm(folder, { recursive: true });
});

async function start(collector: "before" | "mended"): Promise<void> {
  const collectorBundle = join(folder, collector, "handler.mjs");
  pipeline = await startPipeline({
    port: 0,
    dataDir,
    apps: ["crew"],
    origins: [],
    collectorBundle,
    log() {},
  });
}

async function select(sql: string): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await warehouse.query(sql);
  return rows.map((values) => Object.fromEntries(columns.map(({ name }, i) => [name, values[i]])));
}

const countRows = async () => (await select("select count(*) as n from rows"))[0]?.n;

/** The commands of the page, in order: a dry run, a replay, a query. */
async function readCommands(): Promise<string[]> {
  return (await readFile(`${example}/replay.sh`, "utf8")).trimEnd().split("\n");
}

/** Runs `npm run replay -- ...` as it stands on the page, here. */
async function replay(command: string) {
  const args = command.replace("npm run replay -- ", "").split(" ");
  const read = readCommand([...args, "--url", pipeline.url, "--data-dir", dataDir]);
  if (read.kind !== "replay") throw new Error(JSON.stringify(read));
  return runReplay(read, join(folder, "mended", "replay.mjs"));
}

/** A row without what is judged anew, and without its file's folder. */
function withoutJudgement(row: Record<string, unknown> = {}): object {
  const judged = /^(status|reason|message|event_at|client_at|props|raw|raw_bytes|replayed_at|dt|hh)$/;
  return Object.fromEntries(Object.entries(row).filter(([name]) => !judged.test(name)));
}

const hourAgo = Date.now() - 3_600_000;
const facts = {
  visitor_id: "v1",
  page_url: "https://crew.example.com/",
  page_referrer: "https://www.google.com/",
};
const invite = (id: string, more: object = {}) => ({ id, name: "invite_member", time: hourAgo, ...more });

test("rejected by a plan, mended and replayed: an event with its first times and sender, once", async () => {
  await start("before");
  const events = [
    invite("i1", { props: { role: "rower" } }),
    invite("i2", { props: {}, page_referrer: "https://crew.example.com/team" }),
    invite("i3", { props: { seats: "5" } }),
    { id: "p1", name: "page_view", time: hourAgo },
  ];
  const answer = await fetch(`${pipeline.url}/v1/events?app=crew`, {
    method: "POST",
    body: JSON.stringify({ facts, events }),
    headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" },
  });
  expect(await answer.json()).toMatchObject({ accepted: 1, rejected: [{}, {}, {}] });
  await expect.poll(countRows, { timeout: 10_000 }).toBe(4);
  await pipeline.stop();
  await start("mended");

  const [dryRun = "", forReal = "", query = ""] = await readCommands();
  const toPlain = (text: string) => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, "(time)");
  const shown = await readFile(`${example}/replay.txt`, "utf8");
  expect(toPlain(`${(await replay(dryRun)).text}\n`)).toBe(toPlain(shown));
  expect(await countRows()).toBe(4);

  expect(await replay(forReal)).toMatchObject({
    isDone: true,
    text: expect.stringContaining("2 events are"),
  });
  const sql = /"(.*)"/.exec(query)?.[1] ?? "";
  await expect.poll(async () => (await select(sql)).length, { timeout: 10_000 }).toBe(2);

  const [rejected] = await select("select * from rows where event_id = 'i1' and status = 'rejected'");
  const [mended] = await select("select * from events where event_id = 'i1'");
  expect(withoutJudgement(mended)).toEqual(withoutJudgement(rejected));
  expect(mended).toMatchObject({
    visitor_id: "v1",
    browser: "Firefox",
    ip: "127.0.0.0",
    props: '{"role":"rower"}',
  });
  expect(Date.parse(`${mended?.event_at}Z`)).toBe(hourAgo);
  expect(Date.parse(`${mended?.replayed_at}Z`)).toBeGreaterThan(Date.parse(`${mended?.received_at}Z`));
  expect(await select("select event_id, channel from events order by 1")).toEqual([
    { event_id: "i1", channel: "organic_search" },
    { event_id: "i2", channel: "internal" },
    { event_id: "p1", channel: "organic_search" },
  ]);

  const again = await replay(forReal);
  expect(again.text).toMatch(/^3 rejected events found, 2 of them accepted since and left out\.\n/);
  expect(again.text).toMatch(/Nothing was written\.$/);
  expect(await countRows()).toBe(6);
  expect(await select("select event_id from rows where status = 'rejected' order by 1")).toEqual([
    { event_id: "i1" },
    { event_id: "i2" },
    { event_id: "i3" },
  ]);
}, 30_000);

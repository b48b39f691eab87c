// The shop's tracking plan, and a collector that was built with it.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compilePlan } from "@riacho/plan/compile-plan";
import { createEnforce } from "@riacho/plan/enforce";
import { readPlanFile } from "@riacho/plan/plan-files";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCollector } from "../../scripts/build-collector.ts";
import { findPlanFile } from "../../scripts/plan-plugin.ts";
import { type Pipeline, startPipeline } from "../src/pipeline.ts";
import { drawHistory } from "../src/simulation/history.ts";
import { openWarehouse } from "../src/warehouse/open-warehouse.ts";

const planFile = "examples/script-tag/tracking-plan.json";
const enforce = createEnforce(compilePlan(readPlanFile(planFile)));

describe("the shop's simulated events", () => {
  const until = Date.UTC(2026, 2, 15);
  const settings = {
    visitors: 400,
    seed: 7,
    from: until - 7 * 86_400_000,
    until,
    origin: "http://localhost:8080",
  };
  const simulated = [...drawHistory(settings)].flatMap(({ sessions }) => sessions.flat());
  const events = simulated.flatMap((one) => (one.kind === "sound" ? [one.event] : []));

  test("are as the shop's plan says, each kind of them", () => {
    expect(events.map(({ name, props }) => enforce("shop", name, props)).filter(Boolean)).toEqual([]);
    const names = new Set(events.map(({ name }) => name));
    for (const name of ["view_item", "add_to_cart", "begin_checkout", "purchase"])
      expect(names).toContain(name);
  });

  test("would not be, were a price a text", () => {
    const purchase = events.find(({ name }) => name === "purchase");
    const spoilt = JSON.parse(JSON.stringify(purchase?.props).replace(/"price":([\d.]+)/, '"price":"$1"'));
    expect(enforce("shop", "purchase", spoilt)).toMatchObject({ enforce: "reject", part: "props" });
  });
});

describe("a collector that was built with a plan", () => {
  let folder: string;
  let pipeline: Pipeline;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "riacho-planned-"));
    const collectorBundle = join(folder, "handler.mjs");
    await buildCollector(folder, planFile);
    const parts = { port: 0, apps: ["shop", "blog"], origins: [], log: () => {} };
    pipeline = await startPipeline({ ...parts, dataDir: join(folder, "data"), collectorBundle });
  });
  afterAll(async () => {
    await pipeline.stop();
    await rm(folder, { recursive: true });
  });

  async function post(app: string, ...events: object[]) {
    const body = JSON.stringify({
      events: events.map((event, index) => ({ id: `${app}${index}`, ...event })),
    });
    const answer = await fetch(`${pipeline.url}/v1/events?app=${app}`, { method: "POST", body });
    return answer.json();
  }

  test("answers what it rejected and why, and takes the rest", async () => {
    const sound = { name: "page_view" };
    const flagged = { name: "view_item", props: { value: "18" } };
    const wrong = { name: "purchase", props: { transaction_id: "", currency: "EUR", value: 1, items: [] } };
    expect(await post("shop", sound, flagged, wrong)).toEqual({
      accepted: 2,
      rejected: [
        {
          index: 2,
          reason: "plan_violation",
          message:
            '/transaction_id: expected at least 1 character, got ""; /items: expected at least 1 item, got an array of 0',
        },
      ],
    });
  });

  test("keeps what is wrong in SQL, flagged and rejected alike, as the how-to asks for it", async () => {
    const warehouse = await openWarehouse({ dataDir: join(folder, "data") });
    const sql = await readFile("examples/tracking-plan/violations.sql", "utf8");
    await expect.poll(async () => (await warehouse.query(sql)).rows.length, { timeout: 10_000 }).toBe(2);
    const { rows } = await warehouse.query(sql);
    expect(rows.map(([app, name, violation]) => [app, name, violation]).sort()).toEqual([
      ["shop", "purchase", expect.stringMatching(/^\/transaction_id: expected at least 1 character/)],
      ["shop", "view_item", expect.stringMatching(/^\/currency: expected "EUR", got nothing; \/value: /)],
    ]);
    await warehouse.close();
  });

  test("leaves other apps alone", async () => {
    expect(await post("blog", { name: "purchase" })).toEqual({ accepted: 1, rejected: [] });
  });
});

describe("the build", () => {
  test("stops at a plan that is wrong, and says where", async () => {
    const folder = await mkdtemp(join(tmpdir(), "riacho-planned-"));
    const file = join(folder, "wrong.json");
    await writeFile(file, '{"version":1,"events":{"a":{"enforce":"yes"}}}');
    await expect(buildCollector(folder, file)).rejects.toThrow(
      `${file} is no tracking plan:\n  #/events/a/enforce: expected "off", "flag" or "reject", got "yes"`,
    );
    await rm(folder, { recursive: true });
  });

  test("takes the plan that RIACHO_PLAN names, and none where there is none", () => {
    expect(findPlanFile({ RIACHO_PLAN: planFile })).toBe(planFile);
    expect(findPlanFile({})).toBeNull();
    expect(() => findPlanFile({ RIACHO_PLAN: "nowhere.json" })).toThrow(
      'RIACHO_PLAN: expected the file of a tracking plan, got "nowhere.json", which is none',
    );
  });
});

// The live page over a collector that was built with a tracking plan: what is wrong can be read there.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
import { buildCollector } from "../../scripts/build-collector.ts";
import { type Pipeline, startPipeline } from "../src/pipeline.ts";

let folder: string;
let pipeline: Pipeline;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "riacho-live-plan-"));
  const collectorBundle = join(folder, "handler.mjs");
  await buildCollector(dirname(collectorBundle), "examples/script-tag/tracking-plan.json");
  const parts = { port: 0, apps: ["shop"], origins: [], log: () => {} };
  pipeline = await startPipeline({ ...parts, dataDir: join(folder, "data"), collectorBundle });
});
test.afterAll(async () => {
  await pipeline.stop();
  await rm(folder, { recursive: true });
});

test("shows what is not as planned, flagged or rejected, and says what was expected", async ({ page }) => {
  await page.goto(`${pipeline.url}/`);
  await expect(page.locator("#connection")).toHaveText("connected");
  const cart = { currency: "EUR", value: "18", items: [{ item_id: "pebble-mug", price: 18, quantity: 1 }] };
  const events = [
    { id: "1", name: "add_to_cart", props: cart },
    { id: "2", name: "purchase", props: { ...cart, value: 18 } },
    { id: "3", name: "view_item", props: { ...cart, value: 18 } },
    { id: "4", name: "add_to_<b>card</b>", props: {} },
  ];
  const body = JSON.stringify({ events });
  await fetch(`${pipeline.url}/v1/events?app=shop`, { method: "POST", body });

  const rowOf = (text: string) => page.locator("#rows > li").filter({ hasText: text });
  await expect(rowOf("add_to_cart").locator(".flagged")).toHaveText("not as planned");
  await expect(rowOf("purchase").locator(".reason")).toHaveText("plan_violation");
  await expect(rowOf("view_item").locator(".flagged, .reason")).toHaveCount(0);
  await rowOf("add_to_cart").locator("summary").click();
  await expect(rowOf("add_to_cart").locator(".wrong")).toHaveText('/value: expected a number, got "18"');
  await rowOf("purchase").locator("summary").click();
  await expect(rowOf("purchase").locator(".wrong")).toHaveText(
    "/transaction_id: expected a string, got nothing",
  );
  await rowOf("add_to_<b>").locator("summary").click();
  await expect(rowOf("add_to_<b>").locator(".wrong")).toContainText('got "add_to_<b>card</b>"');
  await page.locator("#filter").fill("expected");
  await expect(page.locator("#rows > li")).toHaveCount(2);
});

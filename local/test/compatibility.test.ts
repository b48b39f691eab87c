// What SDKs of other versions send, through the door, the built collector, the stream and delivery into SQL.

import { readdirSync, readFileSync } from "node:fs";
import { hideSecrets } from "@riacho/collector/enrich/hide-secrets";
import type { Event, EventsRequest } from "@riacho/contract/event";
import type { AcceptedEvent } from "@riacho/contract/parse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageOrigin, startTestPipeline, type TestPipeline } from "./server-pipeline.ts";

interface Sent {
  file: string;
  about: string;
  query: string;
  body: EventsRequest;
  expect: AcceptedEvent[];
}

let pipeline: TestPipeline;

beforeAll(async () => {
  pipeline = await startTestPipeline();
});
afterAll(() => pipeline.remove());

function readSent(folder: string): Sent[] {
  const url = new URL(`../../contract/fixtures/${folder}/`, import.meta.url);
  return readdirSync(url).map((file) => ({ file, ...JSON.parse(readFileSync(new URL(file, url), "utf8")) }));
}

/** Posts the request as if it left now: events of long ago would be flagged for their age alone. */
async function post({ query, body }: Sent): Promise<unknown> {
  const params = new URLSearchParams(query);
  const age = Date.now() - Number(params.get("sent"));
  params.set("sent", `${Date.now()}`);
  const events = body.events.map((event) => ({ ...event, time: (event.time ?? 0) + age }));
  const answer = await fetch(`${pipeline.url}/v1/events?${params}`, {
    method: "POST",
    body: JSON.stringify({ ...body, events }),
    headers: { origin: pageOrigin, "content-type": "text/plain;charset=UTF-8" },
  });
  return answer.json();
}

/** The event's row without what the collector itself knows, and what its clock and the test's made of it. */
async function readRow({ id }: Pick<Event, "id">): Promise<unknown> {
  const [text] = await pipeline.select(
    `select cast(to_json(rows) as varchar) from rows where event_id = '${id}'`,
  );
  const row = Object.entries<unknown>(JSON.parse(String(text ?? "{}")));
  const made =
    /_at$|^(app_id|user_agent|collector_version|dt|hh|ip|browser|browser_version|os|device_class|is_bot|channel|referrer_host)$/;
  return Object.fromEntries(row.filter(([name, value]) => value !== null && !made.test(name)));
}

function toRow({ id, name, status, facts, props, flags: parsed }: AcceptedEvent): object {
  // The SDK of that time hid no secrets yet: the collector does.
  const { open, flags: secrets } = hideSecrets(facts);
  const flags = [...parsed, ...secrets];
  return {
    event_id: id,
    name,
    status,
    ...open,
    ...(props && { props }),
    ...(flags.length > 0 && { flags: flags.join(",") }),
  };
}

async function expectToLand(sent: Sent): Promise<void> {
  // An SDK of that version settles its queue by these two.
  expect(await post(sent)).toMatchObject({ accepted: sent.body.events.length, rejected: [] });
  const landed = () => Promise.all(sent.expect.map(readRow));
  await expect.poll(landed, { timeout: 10_000 }).toEqual(sent.expect.map(toRow));
}

describe("what the SDK 0.1.0-a sent becomes rows, flagged at most for a secret that it did not hide", () => {
  test.each(readSent("wire-0.1.0-a"))("$file: $about", async (sent) => {
    expect(sent.expect.flatMap(({ flags }) => flags)).toEqual([]);
    await expectToLand(sent);
  });
});

describe("what a newer SDK may send becomes rows that name what was not understood", () => {
  test.each(readSent("wire-newer"))("$file: $about", expectToLand);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toEventsReference } from "../../scripts/events-reference.ts";

test("docs/reference/events.md says what the contract says (npm run docs writes it anew)", () => {
  const page = readFileSync(new URL("../../docs/reference/events.md", import.meta.url), "utf8");
  expect(page).toBe(toEventsReference());
});

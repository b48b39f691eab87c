// What docs/how-to/tracking-plan.md says of its example. Some lines must not compile: the compiler complains of the
// comment above such a line where it does.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { init } from "@riacho/sdk";
import { expect, test } from "vitest";
import type { TrackingPlanEvents } from "../tracking-plan/events.ts";

const folder = "examples/tracking-plan";
const readText = (file: string): string => readFileSync(`${folder}/${file}`, "utf8");

function runPlan(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "plan/src/main.ts", ...args],
    {
      encoding: "utf8",
    },
  );
  return { status, said: stdout + stderr };
}

test("the types are those of the plan", () => {
  expect(runPlan("types", "--plan", `${folder}/tracking-plan.json`)).toEqual({
    status: 0,
    said: readText("events.ts"),
  });
});

test("they hold the SDK's callers to the plan", () => {
  // In Node the client is a silent one: these calls only have to compile.
  const riacho = init<TrackingPlanEvents>({ appId: "crew" });
  riacho.track("sign_up", { method: "google" });
  riacho.track("invite_member", { seats: 1 });
  riacho.track("invite_member", { seats: 1, role: "cox" });

  // @ts-expect-error: no such event
  riacho.track("signup", { method: "google" });
  // @ts-expect-error: no such value
  riacho.track("sign_up", { method: "fax" });
  // @ts-expect-error: props are missing
  riacho.track("sign_up");
  // @ts-expect-error: a required prop is missing
  riacho.track("invite_member", { role: "cox" });
  // @ts-expect-error: a value of another type
  riacho.track("invite_member", { seats: "1" });
  // @ts-expect-error: a misspelt prop
  riacho.track("invite_member", { seats: 1, roel: "cox" });
  expect(riacho).toBeDefined();
});

test("the changed plan breaks what the page says it breaks", () => {
  const last = ["--against", `${folder}/tracking-plan.json`];
  expect(runPlan("check", "--plan", `${folder}/narrower.json`, ...last)).toEqual({
    status: 1,
    said: readText("check.txt"),
  });
});

test("the plan that is mended for a replay breaks nobody", () => {
  const last = ["--against", `${folder}/tracking-plan.json`];
  expect(runPlan("check", "--plan", `${folder}/wider.json`, ...last).status).toBe(0);
});

test("the example and the shop have plans that are well-formed", () => {
  for (const example of ["tracking-plan", "script-tag"]) {
    const { said } = runPlan("check", "--plan", `examples/${example}/tracking-plan.json`);
    expect(said).toContain("well-formed");
  }
});

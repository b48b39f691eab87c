import { expect, test } from "vitest";
import { toSteps } from "../check-steps.ts";
import { excuseLambdaNode } from "../find-lambda-node.ts";

test("a step needs only steps that run before it", () => {
  const before = new Set<string>();
  for (const { name, needs = [] } of toSteps(true)) {
    for (const need of needs) expect(before, `${name} needs ${need}`).toContain(need);
    before.add(name);
  }
});

test("the Node of the Lambda is there before the unit tests, which use it, and in the full run alone", () => {
  const steps = toSteps(true);
  const position = (step: string) => steps.findIndex(({ name }) => name === step);
  expect(position("lambda-node")).toBeGreaterThan(-1);
  expect(position("lambda-node")).toBeLessThan(position("unit"));
  expect(steps[position("lambda-node")]?.onlyFull).toBe(true);
});

test("a missing Node of the Lambda is a failure, but where nothing may be installed or there is none for the machine", () => {
  const ci = { platform: "linux", arch: "x64", noInstall: undefined };
  expect(excuseLambdaNode(ci)).toBeNull();
  expect(excuseLambdaNode({ ...ci, noInstall: "0" })).toBeNull();
  expect(excuseLambdaNode({ ...ci, noInstall: "1" })).toContain("RIACHO_NO_INSTALL");
  expect(excuseLambdaNode({ ...ci, platform: "darwin", arch: "arm64" })).toContain("darwin on arm64");
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sdkVersion } from "../src/version.ts";

test("the version sent with every event is the package's", () => {
  const { version } = JSON.parse(readFileSync("sdk/package.json", "utf8"));
  expect(sdkVersion).toBe(version);
});

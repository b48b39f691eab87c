// Of the benchmarks this one counts and times nothing, so that it can be a test: each import is still to be weighed.

import { expect, test } from "vitest";
import { imports } from "../../sdk/test/imports.ts";
import { sdkBytesBenchmark } from "../sdk-bytes.ts";

test("everything that applications import is weighed as the peers were", async () => {
  const figures = await sdkBytesBenchmark.run();
  const [script, ...others] = figures;
  expect(script?.value).toBeLessThan(1);
  expect(others.map(({ name }) => name)).toEqual(Object.keys(imports).map((name) => `sdk-bytes-${name}`));
  for (const { value } of others) expect(value).toBeGreaterThan(200);
});

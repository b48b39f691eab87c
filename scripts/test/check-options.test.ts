import { expect, test } from "vitest";
import { readCheckOptions } from "../check-options.ts";

const steps = ["types", "unit"];

test("without a flag every step runs, and no long test", () => {
  expect(readCheckOptions([], steps)).toEqual({ full: false });
});

test("--full and --only may be combined", () => {
  expect(readCheckOptions(["--full", "--only", "unit"], steps)).toEqual({ full: true, only: "unit" });
});

test("an unknown flag is named", () => {
  expect(() => readCheckOptions(["--ful"], steps)).toThrow("--ful");
});

test("an unknown step is named, beside those there are", () => {
  expect(() => readCheckOptions(["--only", "unti"], steps)).toThrow(/types, unit.*unti/);
});

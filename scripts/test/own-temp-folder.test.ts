import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inOwnTempFolder } from "../own-temp-folder.ts";

test("what was left is told, if it is ours, and is gone", async () => {
  const { result, left } = await inOwnTempFolder(async ({ TMPDIR = "" }) => {
    mkdirSync(join(TMPDIR, "riacho-left"));
    mkdirSync(join(TMPDIR, "cdk.outA1b2"));
    mkdirSync(join(TMPDIR, "tsx-0"));
    rmSync(mkdtempSync(join(TMPDIR, "riacho-removed-")), { recursive: true });
    return TMPDIR;
  });
  expect(left.sort()).toEqual(["cdk.outA1b2", "riacho-left"]);
  expect(existsSync(result)).toBe(false);
});

test("it is gone after a failure, too", async () => {
  let folder = "";
  const run = inOwnTempFolder(async ({ TMPDIR = "" }) => {
    folder = TMPDIR;
    throw new Error("planted");
  });
  await expect(run).rejects.toThrow("planted");
  expect(existsSync(folder)).toBe(false);
});

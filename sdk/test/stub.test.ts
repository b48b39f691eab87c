import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const shop = "examples/script-tag";
const pages = readdirSync(shop).filter((file) => file.endsWith(".html"));
const tested = "sdk/test/browser/site.ts";

function readStub(file: string): string | undefined {
  return /\(w => \{.*\}\)\(window\);/s.exec(readFileSync(file, "utf8"))?.[0];
}

test.each(["README.md", "sdk/README.md", ...pages.map((page) => `${shop}/${page}`)])(
  "the stub that %s shows is the one that is tested",
  (file) => {
    expect(readStub(file)).toBe(readStub(tested));
    expect(readStub(file)).toContain("w.riacho");
  },
);

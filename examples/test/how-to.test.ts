// The code that docs/how-to shows is the examples' code, which browsers have run.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const folder = "docs/how-to";
const pages = readdirSync(folder).filter((file) => file.endsWith(".md"));
const readPage = (page: string): string => readFileSync(join(folder, page), "utf8");

interface Fence {
  /** The file that it was taken from. */
  from: string | undefined;
  language: string;
  code: string;
}

const readFences = (text: string): Fence[] =>
  Array.from(
    text.matchAll(/(?:<!-- from (\S+) -->\n)?```(\w+)\n(.*?)```/gs),
    ([, from, language = "", code = ""]) => ({
      from,
      language,
      code,
    }),
  );

/** What the tests of the policy read from the page by themselves, and what takes an AWS account to run. */
const isElsewhere = ({ language }: Fence, page: string): boolean =>
  language === "http" || (page === "deploy.md" && language === "sh");

test.each(pages)("the code of %s stands in the example it names", (page) => {
  for (const fence of readFences(readPage(page))) {
    if (isElsewhere(fence, page)) continue;
    const { from = "", code } = fence;
    expect(from, `expected "<!-- from examples/... -->" before\n${code}`).toMatch(/^examples\//);
    expect(readFileSync(from, "utf8")).toContain(code);
  }
});

test.each(pages)("the links of %s lead somewhere", (page) => {
  const links = Array.from(readPage(page).matchAll(/\]\((?!https?:)([^)#]+)/g), ([, link = ""]) => link);
  expect(links.filter((link) => !existsSync(join(dirname(join(folder, page)), link)))).toEqual([]);
});

test("the index lists every page", () => {
  const listed = Array.from(readPage("README.md").matchAll(/\]\(([\w-]+\.md)\)/g), ([, page]) => page);
  expect(["README.md", ...listed].sort()).toEqual(pages.sort());
});

const readStub = (file: string) => /\(w => \{.*\}\)\(window\);/s.exec(readFileSync(file, "utf8"))?.[0];

test.each(["plain-html", "consent-banner"])("%s has the stub that is tested", (example) => {
  expect(readStub(`examples/${example}/index.html`)).toBe(readStub("sdk/test/browser/site.ts"));
});

test("the tags are in the syntax that Tag Manager's editor takes", () => {
  const code = readFileSync("examples/tag-manager/load.html", "utf8");
  expect(code).not.toMatch(/=>|`|\?\.|\?\?|\b(const|let|class|of)\b|\.\.\.|catch \{/);
});

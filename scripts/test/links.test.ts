// Links between our pages: a page or a heading that was renamed must not be missed by a reader first.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const pages = execFileSync("git", ["ls-files", "*.md"]).toString().trim().split("\n");

/** The links of a page that lead to nothing in the repository. */
function findBroken(page: string, text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string);
  return links.filter((link) => !/^[a-z]+:/.test(link) && !leads(page, link));
}

function leads(page: string, link: string): boolean {
  const [path, heading] = link.split("#");
  const target = path ? join(dirname(page), path) : page;
  if (!existsSync(target)) return false;
  return !heading || !target.endsWith(".md") || readHeadings(target).includes(heading);
}

/** The headings of a page, as links name them on GitHub. */
function readHeadings(page: string): string[] {
  const headings = withoutCode(readFileSync(page, "utf8")).matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** What looks like a link or a heading in code is none. */
function withoutCode(text: string): string {
  return text.replace(/```.*?```/gs, "");
}

test.each(pages)("each link of %s leads somewhere", (page) => {
  expect(findBroken(page, readFileSync(page, "utf8"))).toEqual([]);
});

test("a link to nowhere is seen", () => {
  const text =
    "[a](README.md#riacho) [b](README.md#nowhere) [c](nowhere.md) [d](https://example.com/nowhere)";
  expect(findBroken("README.md", text)).toEqual(["README.md#nowhere", "nowhere.md"]);
});

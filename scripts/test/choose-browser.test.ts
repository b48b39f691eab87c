import { expect, test } from "vitest";
import { browserAdvice, chooseBrowser, toInstallations } from "../choose-browser.ts";

const playwrightPath = "/home/ana/.cache/ms-playwright/chrome";

function choose(there: string[], chromePath?: string): string | null {
  return chooseBrowser({ chromePath, playwrightPath, exists: (path) => there.includes(path) });
}

test("CHROME_PATH comes first", () => {
  expect(choose(["/opt/chrome", "/usr/bin/chromium"], "/opt/chrome")).toBe("/opt/chrome");
});

test("a CHROME_PATH that does not exist is an error, even where there is another browser", () => {
  expect(() => choose(["/usr/bin/chromium"], "/opt/chrome")).toThrow(/CHROME_PATH.*\/opt\/chrome/);
});

test("the machine's browser comes before Playwright's own", () => {
  expect(choose([playwrightPath, "/usr/bin/google-chrome"])).toBe("/usr/bin/google-chrome");
});

test("Playwright's own is found", () => {
  expect(choose([playwrightPath])).toBe(playwrightPath);
});

test("an empty CHROME_PATH is none", () => {
  expect(choose([], "")).toBeNull();
});

const debianRoot = { noInstall: undefined, isRoot: true, hasApt: true };

test("root on Debian tries Playwright's browser, then Debian's", () => {
  const programs = toInstallations(debianRoot).map((commands) => commands.map(([program]) => program));
  expect(programs).toEqual([["npx"], ["apt-get", "apt-get"]]);
});

test("whoever is not root, or not on Debian, installs nothing into the system", () => {
  for (const rights of [
    { ...debianRoot, isRoot: false },
    { ...debianRoot, hasApt: false },
  ]) {
    expect(toInstallations(rights).flat(2)).not.toContain("apt-get");
  }
});

test("RIACHO_NO_INSTALL forbids every installation", () => {
  expect(toInstallations({ ...debianRoot, noInstall: "1" })).toEqual([]);
});

test("the advice names every way out", () => {
  for (const way of ["npx playwright install chromium", "apt-get install", "CHROME_PATH"]) {
    expect(browserAdvice).toContain(way);
  }
});

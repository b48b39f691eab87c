import { expect, test } from "vitest";
import {
  type BrowserName,
  chooseBrowser,
  excuse,
  readSkippedBrowsers,
  toAdvice,
  toInstallations,
} from "../choose-browser.ts";

const playwrightPath = "/home/ana/.cache/ms-playwright/chrome";

function choose<Name extends BrowserName>(name: Name, there: string[], env: Record<string, string> = {}) {
  return chooseBrowser(name, { env, playwrightPath, exists: (path) => there.includes(path) });
}

test("the variable of a program comes first", () => {
  expect(choose("chromium", ["/opt/chrome", "/usr/bin/chromium"], { CHROME_PATH: "/opt/chrome" })).toEqual({
    CHROME_PATH: "/opt/chrome",
  });
});

test("a variable that names nothing is an error, even where there is another browser", () => {
  expect(() => choose("chromium", ["/usr/bin/chromium"], { CHROME_PATH: "/opt/chrome" })).toThrow(
    /CHROME_PATH.*\/opt\/chrome/,
  );
});

test("the machine's browser comes before Playwright's own", () => {
  expect(choose("chromium", [playwrightPath, "/usr/bin/google-chrome"])).toEqual({
    CHROME_PATH: "/usr/bin/google-chrome",
  });
});

test("Playwright's own Chromium is found, and is no Firefox", () => {
  expect(choose("chromium", [playwrightPath])).toEqual({ CHROME_PATH: playwrightPath });
  expect(choose("firefox", [playwrightPath])).toBeNull();
});

test("an empty variable is none", () => {
  expect(choose("chromium", [], { CHROME_PATH: "" })).toBeNull();
});

const webkit = ["/usr/bin/WebKitWebDriver", "/usr/libexec/webkit2gtk-4.1/MiniBrowser", "/usr/bin/Xvfb"];

test("WebKit is there when each of its programs is", () => {
  expect(Object.values(choose("webkit", webkit) ?? {})).toEqual(webkit);
  for (const missing of webkit) {
    const others = webkit.filter((path) => path !== missing);
    expect(choose("webkit", others)).toBeNull();
  }
});

test("other browsers than Chromium may be skipped by name", () => {
  expect(readSkippedBrowsers(undefined)).toEqual([]);
  expect(readSkippedBrowsers("")).toEqual([]);
  expect(readSkippedBrowsers("firefox, webkit")).toEqual(["firefox", "webkit"]);
});

test("to skip Chromium, or a browser that nobody knows, is an error that names the others", () => {
  for (const name of ["chromium", "safari"]) {
    expect(() => readSkippedBrowsers(`firefox,${name}`)).toThrow(new RegExp(`firefox, webkit.*${name}`));
  }
});

test("a browser is missed where nothing may be installed, Chromium never", () => {
  expect(excuse("firefox", "1")).toContain("RIACHO_NO_INSTALL");
  expect(excuse("webkit", "1")).toContain("RIACHO_NO_INSTALL");
  expect(excuse("firefox", undefined)).toBeNull();
  expect(excuse("firefox", "0")).toBeNull();
  expect(excuse("chromium", "1")).toBeNull();
});

const debianRoot = { noInstall: undefined, isRoot: true, hasApt: true };

test("root on Debian tries Playwright's Chromium, then Debian's; of the others Debian's alone", () => {
  const programs = (name: BrowserName) =>
    toInstallations(name, debianRoot).map((commands) => commands.map(([program]) => program));
  expect(programs("chromium")).toEqual([["npx"], ["apt-get", "apt-get"]]);
  expect(programs("firefox")).toEqual([["apt-get", "apt-get"]]);
  expect(toInstallations("webkit", debianRoot).flat(2)).toEqual(
    expect.arrayContaining(["webkit2gtk-driver", "xvfb"]),
  );
});

const browsers: BrowserName[] = ["chromium", "firefox", "webkit"];

test("whoever is not root, or not on Debian, installs nothing into the system", () => {
  for (const rights of [
    { ...debianRoot, isRoot: false },
    { ...debianRoot, hasApt: false },
  ]) {
    for (const name of browsers) expect(toInstallations(name, rights).flat(2)).not.toContain("apt-get");
  }
});

test("RIACHO_NO_INSTALL forbids every installation", () => {
  for (const name of browsers) expect(toInstallations(name, { ...debianRoot, noInstall: "1" })).toEqual([]);
});

test("the advice names every way out", () => {
  for (const way of ["npx playwright install chromium", "apt-get install", "CHROME_PATH"]) {
    expect(toAdvice("chromium")).toContain(way);
  }
  for (const way of ["apt-get install", "FIREFOX_PATH", "RIACHO_SKIP_BROWSERS=firefox"]) {
    expect(toAdvice("firefox")).toContain(way);
  }
  expect(toAdvice("chromium")).not.toContain("RIACHO_SKIP_BROWSERS");
  expect(toAdvice("webkit")).toContain("XVFB_PATH");
});

import { defineConfig } from "@playwright/test";
import { browserArgs } from "./scripts/browser-args.ts";
import { findBrowser, provideBrowser } from "./scripts/provide-browser.ts";

const isFull = process.env.RIACHO_FULL === "1";

const testIgnore = ["**/node_modules/**", "**/.cache/**", ...(isFull ? [] : ["**/*.long.spec.ts"])];

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  testIgnore,
  outputDir: ".cache/playwright",
  // The SDK waits, by design: a lease lasts 30 s.
  timeout: 90_000,
  fullyParallel: true,
  // More than the two cores of most machines of CI: they mostly wait.
  workers: 3,
  retries: 0,
  reporter: "list",
  use: { trace: "off" },
  projects: [
    {
      name: "chromium",
      testIgnore: [...testIgnore, "**/sdk/test/webkit/**"],
      use: {
        browserName: "chromium",
        launchOptions: { executablePath: provideBrowser("chromium").CHROME_PATH, args: browserArgs },
      },
    },
    {
      name: "firefox",
      testDir: "sdk/test/browser",
      // Each says why: `chromiumOnly` in sdk/test/browser/fixture.ts.
      grepInvert: /@chromium-only/,
      // Mozilla's own Firefox by WebDriver BiDi, not Playwright's build.
      use: {
        browserName: "firefox",
        channel: "moz-firefox",
        launchOptions: { executablePath: findBrowser("firefox")?.FIREFOX_PATH ?? "firefox" },
      },
    },
    // Its tests start it themselves: Playwright's own WebKit is a build that nobody uses.
    { name: "webkit", testDir: "sdk/test/webkit" },
  ],
});

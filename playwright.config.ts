import { defineConfig } from "@playwright/test";
import { browserArgs } from "./scripts/browser-args.ts";
import { provideBrowser } from "./scripts/provide-browser.ts";

const isFull = process.env.RIACHO_FULL === "1";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  testIgnore: ["**/node_modules/**", "**/.cache/**", ...(isFull ? [] : ["**/*.long.spec.ts"])],
  outputDir: ".cache/playwright",
  // The SDK waits, by design: a lease lasts 30 s.
  timeout: 90_000,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  reporter: "list",
  use: {
    browserName: "chromium",
    trace: "off",
    launchOptions: { executablePath: provideBrowser(), args: browserArgs },
  },
});

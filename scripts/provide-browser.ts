// Finds Chrome or Chromium, or installs it. The only file of the browser's provision that has effects.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { browserAdvice, chooseBrowser, toInstallations } from "./choose-browser.ts";

/**
 * Gives the path of a browser, and leaves it in RIACHO_CHROME for the processes to come.
 *
 * @throws Error that says what to run where there is none
 */
export function provideBrowser(): string {
  const known = process.env.RIACHO_CHROME;
  if (known && existsSync(known)) return known;
  const path = find() ?? install();
  if (!path) throw new Error(browserAdvice);
  process.env.RIACHO_CHROME = path;
  return path;
}

function find(): string | null {
  return chooseBrowser({
    chromePath: process.env.CHROME_PATH,
    playwrightPath: chromium.executablePath(),
    exists: existsSync,
  });
}

function install(): string | null {
  const ways = toInstallations({
    noInstall: process.env.RIACHO_NO_INSTALL,
    isRoot: process.getuid?.() === 0,
    hasApt: existsSync("/usr/bin/apt-get"),
  });
  for (const commands of ways) {
    if (!commands.every(runAloud)) continue;
    const path = find();
    if (path && starts(path)) return path;
  }
  return null;
}

/** Playwright's own Chromium brings no system libraries, which a small machine may lack. */
function starts(path: string): boolean {
  return spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

/** Whoever reads the log must see what is installed on their machine, and why it takes a while. */
function runAloud([program = "", ...args]: string[]): boolean {
  console.log(`No Chrome or Chromium found: running ${program} ${args.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"], env }).status === 0;
}

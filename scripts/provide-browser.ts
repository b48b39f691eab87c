// Finds what drives a browser, or installs it. The only file of the browsers' provision that has effects.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import {
  type BrowserName,
  chooseBrowser,
  type Programs,
  toAdvice,
  toInstallations,
} from "./choose-browser.ts";

/**
 * Gives the paths of a browser's programs, and leaves them in their variables for the processes to come.
 *
 * @throws Error that says what to run where one is missing
 */
export function provideBrowser<Name extends BrowserName>(name: Name): Programs<Name> {
  const programs = findBrowser(name) ?? install(name);
  if (!programs) throw new Error(toAdvice(name));
  Object.assign(process.env, programs);
  return programs;
}

/** As {@link provideBrowser}, and installs nothing: null where one is missing. */
export function findBrowser<Name extends BrowserName>(name: Name): Programs<Name> | null {
  return chooseBrowser(name, {
    env: process.env,
    playwrightPath: chromium.executablePath(),
    exists: existsSync,
  });
}

function install<Name extends BrowserName>(name: Name): Programs<Name> | null {
  const ways = toInstallations(name, {
    noInstall: process.env.RIACHO_NO_INSTALL,
    isRoot: process.getuid?.() === 0,
    hasApt: existsSync("/usr/bin/apt-get"),
  });
  for (const commands of ways) {
    if (!commands.every((command) => runAloud(name, command))) continue;
    const programs = findBrowser(name);
    if (programs && starts(programs)) return programs;
  }
  return null;
}

/** Playwright's own Chromium brings no system libraries, which a small machine may lack; Debian's packages do. */
function starts(programs: object): boolean {
  return (
    !("CHROME_PATH" in programs) ||
    spawnSync(String(programs.CHROME_PATH), ["--version"], { stdio: "ignore" }).status === 0
  );
}

/** Whoever reads the log must see what is installed on their machine, and why it takes a while. */
function runAloud(name: BrowserName, [program = "", ...args]: string[]): boolean {
  console.log(`Not everything found that ${name} needs: running ${program} ${args.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"], env }).status === 0;
}

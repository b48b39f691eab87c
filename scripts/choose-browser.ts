// Which browser the browser tests drive, and how to get one. Pure.

export interface Surroundings {
  /** The variable CHROME_PATH, if set. */
  chromePath: string | undefined;
  /** Where Playwright would put its own. */
  playwrightPath: string;
  exists(path: string): boolean;
}

const usualPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Finds Chrome or Chromium; null where there is none.
 *
 * @throws Error where CHROME_PATH names nothing: whoever sets it wants that very browser
 */
export function chooseBrowser({ chromePath, playwrightPath, exists }: Surroundings): string | null {
  if (chromePath) {
    if (exists(chromePath)) return chromePath;
    throw new Error(`CHROME_PATH: expected the path of Chrome or Chromium, but there is no ${chromePath}`);
  }
  return [...usualPaths, playwrightPath].find(exists) ?? null;
}

export interface Rights {
  /** The variable RIACHO_NO_INSTALL: nothing may be installed. */
  noInstall: string | undefined;
  isRoot: boolean;
  hasApt: boolean;
}

export const playwrightInstall = ["npx", "playwright", "install", "chromium"];
const aptInstall = [
  ["apt-get", "update"],
  ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
];

/** Ways to get a browser, best first; each is a list of commands. The second needs rights that few should have. */
export function toInstallations({ noInstall, isRoot, hasApt }: Rights): string[][][] {
  if (noInstall && noInstall !== "0") return [];
  return isRoot && hasApt ? [[playwrightInstall], aptInstall] : [[playwrightInstall]];
}

/** What to do where there is no browser and none could be installed. */
export const browserAdvice = [
  "The browser tests need Chrome or Chromium, and none was found. Do one of these:",
  `  ${playwrightInstall.join(" ")}`,
  "  sudo apt-get install --no-install-recommends chromium   (Debian)",
  "  export CHROME_PATH=/path/to/chrome",
].join("\n");

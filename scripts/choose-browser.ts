// Which programs drive a browser in the tests, and how to get them. Pure.

interface Need {
  title: string;
  /** Where each program usually is, by the variable that says where else. */
  programs: Record<string, readonly string[]>;
  /** Debian's. */
  packages: readonly string[];
}

const needs = {
  chromium: {
    title: "Chrome or Chromium",
    programs: {
      CHROME_PATH: [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/usr/bin/google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
      ],
    },
    packages: ["chromium"],
  },
  firefox: {
    title: "Firefox",
    programs: {
      FIREFOX_PATH: [
        "/usr/bin/firefox-esr",
        "/usr/bin/firefox",
        "/Applications/Firefox.app/Contents/MacOS/firefox",
      ],
    },
    packages: ["firefox-esr"],
  },
  webkit: {
    title: "WebKitGTK with its driver, and Xvfb",
    programs: {
      WEBKIT_DRIVER_PATH: ["/usr/bin/WebKitWebDriver"],
      MINIBROWSER_PATH: [
        "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
        "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
        "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
      ],
      XVFB_PATH: ["/usr/bin/Xvfb"],
    },
    packages: ["webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb"],
  },
} as const satisfies Record<string, Need>;

export type BrowserName = keyof typeof needs;

/** Where each program is, by its variable. */
export type Programs<Name extends BrowserName> = Record<keyof (typeof needs)[Name]["programs"], string>;

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** Where Playwright would put its own Chromium. */
  playwrightPath: string;
  exists(path: string): boolean;
}

/**
 * Finds every program of a browser; null where one is missing.
 *
 * @throws Error where a variable names nothing: whoever sets it wants that very program
 */
export function chooseBrowser<Name extends BrowserName>(
  name: Name,
  { env, playwrightPath, exists }: Surroundings,
): Programs<Name> | null {
  const { title, programs }: Need = needs[name];
  const paths: Record<string, string> = {};
  for (const [variable, usualPaths] of Object.entries(programs)) {
    const wanted = env[variable];
    if (wanted && !exists(wanted)) {
      throw new Error(`${variable}: expected a path, for ${title}, but there is no ${wanted}`);
    }
    const others = name === "chromium" ? [...usualPaths, playwrightPath] : usualPaths;
    const path = wanted || others.find(exists);
    if (!path) return null;
    paths[variable] = path;
  }
  return paths as Programs<Name>;
}

/** Browsers that may be left out; what is promised is promised for Chromium first. */
const optional: readonly BrowserName[] = ["firefox", "webkit"];

/**
 * Reads the variable RIACHO_SKIP_BROWSERS, such as `firefox,webkit`.
 *
 * @throws Error that says which there are
 */
export function readSkippedBrowsers(value = ""): BrowserName[] {
  const names = value.split(",").map((name) => name.trim());
  return names.filter(Boolean).map((name) => {
    const found = optional.find((each) => each === name);
    if (found) return found;
    throw new Error(`RIACHO_SKIP_BROWSERS: expected ${optional.join(", ")}; got ${name}`);
  });
}

/** Whether a variable such as RIACHO_NO_INSTALL is set. */
export function isSet(value: string | undefined): boolean {
  return Boolean(value) && value !== "0";
}

/** Why a browser that is not there may be missed: somebody said that nothing be installed. Null where it may not. */
export function excuse(name: BrowserName, noInstall: string | undefined): string | null {
  const isExcused = optional.includes(name) && isSet(noInstall);
  return isExcused ? `there is no ${needs[name].title}, and RIACHO_NO_INSTALL is set` : null;
}

export interface Rights {
  /** The variable RIACHO_NO_INSTALL: nothing may be installed. */
  noInstall: string | undefined;
  isRoot: boolean;
  hasApt: boolean;
}

export const playwrightInstall = ["npx", "playwright", "install", "chromium"];

/** Ways to get a browser, best first; each is a list of commands. Those of Debian need rights that few should have. */
export function toInstallations(name: BrowserName, { noInstall, isRoot, hasApt }: Rights): string[][][] {
  if (isSet(noInstall)) return [];
  const aptInstall = [
    ["apt-get", "update"],
    ["apt-get", "install", "-y", "--no-install-recommends", ...needs[name].packages],
  ];
  // Playwright's Firefox and WebKit are builds of its own, which nobody uses.
  return [...(name === "chromium" ? [[playwrightInstall]] : []), ...(isRoot && hasApt ? [aptInstall] : [])];
}

/** What to do where there is no browser and none could be installed. */
export function toAdvice(name: BrowserName): string {
  const { title, programs, packages }: Need = needs[name];
  return [
    `The tests need ${title}, and did not find all of it. Do one of these:`,
    ...(name === "chromium" ? [`  ${playwrightInstall.join(" ")}`] : []),
    `  sudo apt-get install --no-install-recommends ${packages.join(" ")}   (Debian)`,
    `  export ${Object.keys(programs)
      .map((variable) => `${variable}=/path`)
      .join(" ")}`,
    ...(optional.includes(name) ? [`  export RIACHO_SKIP_BROWSERS=${name}   (and go without)`] : []),
  ].join("\n");
}

// Where the SDK is measured: a browser, a site, and the real pipeline on another origin.

import { resolve } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { type Lab, startLab } from "../../local/test/lab.ts";
import { browserArgs } from "../../scripts/browser-args.ts";
import { provideBrowser } from "../../scripts/provide-browser.ts";
import { bundle } from "../../sdk/test/bundle-size.ts";
import { imports } from "../../sdk/test/imports.ts";
import { type SdkSetup, sdkSetups, sessionSetups } from "../sdk-setups.ts";
import { type IsolatedSite, startIsolatedSite } from "./isolated-site.ts";
import { sample } from "./sample.ts";

/** What a page's own module does first. It is timed, as `initMs`. */
export interface FirstScript {
  imports: string;
  /** How long it waits for its page to have loaded. Default: not at all. */
  afterMs?: number;
  run(collector: string): string;
}

export const toFirstScript = ({ name, names, options }: SdkSetup): FirstScript => ({
  imports: `import { ${names} } from "/${name}.js";`,
  run: (collector) => `window.riacho = init({ appId: "shop", endpoint: "${collector}", ${options} });`,
});

export interface Stage {
  lab: Lab;
  /**
   * Works in a page that nobody has been to: no storage, nothing compiled, its first script just run.
   *
   * @param collector where the SDK sends to. Default: the lab
   */
  withPage<Value>(
    first: FirstScript,
    work: (page: Page) => Promise<Value>,
    collector?: string,
  ): Promise<Value>;
}

/** Opens the stage for some work, and clears it away. */
export async function withStage<Value>(work: (stage: Stage) => Promise<Value>): Promise<Value> {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const site = await startIsolatedSite();
    stops.push(site.stop);
    const lab = await startLab([site.origin]);
    stops.push(lab.stop);
    const browser = await chromium.launch({
      executablePath: provideBrowser("chromium").CHROME_PATH,
      args: browserArgs,
    });
    stops.push(() => browser.close());
    await addScripts(site);
    return await work({
      lab,
      withPage: (first, workInPage, collector = lab.url) =>
        inNewPage(browser, site, toPage(first, collector), workInPage),
    });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function addScripts({ files }: IsolatedSite): Promise<void> {
  const entryPoints = [resolve("bench/sdk-page/in-page.ts")];
  const { outputFiles } = await build({ entryPoints, bundle: true, write: false, format: "esm" });
  files.set("/in-page.js", outputFiles[0]?.text ?? "");
  for (const { name } of [...sdkSetups, sessionSetups.gzip])
    files.set(`/${name}.js`, await bundle(imports[name]));
}

async function inNewPage<Value>(
  browser: Browser,
  { origin, files }: IsolatedSite,
  html: string,
  work: (page: Page) => Promise<Value>,
): Promise<Value> {
  // A path of its own: several pages may be open.
  const path = `/product-${files.size}.html`;
  files.set(path, html);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${origin}${path}`);
    await page.waitForFunction(() => "initMs" in window);
    if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error("expected an isolated page");
    return await work(page);
  } finally {
    await context.close();
  }
}

function toPage({ imports, afterMs = 0, run }: FirstScript, collector: string): string {
  return `<!doctype html><html lang="en"><head><title>River mug - Riacho shop</title>
<script>window.sample = ${JSON.stringify(sample)};</script>
<script type="module" src="/in-page.js"></script>
<script type="module">
  ${imports}
  if (${afterMs}) await new Promise((resolve) => setTimeout(resolve, ${afterMs}));
  const startedAt = performance.now();
  ${run(collector)}
  window.initMs = performance.now() - startedAt;
</script></head><body>A page</body></html>`;
}

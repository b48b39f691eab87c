// WebKitGTK's MiniBrowser, by its WebDriver or as a user starts it, on a display that nobody sees.

import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";
import { toAdvice } from "../../../scripts/choose-browser.ts";
import { findBrowser } from "../../../scripts/provide-browser.ts";

export interface Machine {
  /** Starts a browser that knows nothing of those before it. The driver has one at a time. */
  startSession(): Promise<WebDriver>;
  /** Starts the browser as a user does, with what is stored in this folder. Gives how to end it: SIGKILL to all of it. */
  startWithProfile(folder: string, url: string): () => Promise<void>;
  stop(): Promise<void>;
}

export async function startMachine(): Promise<Machine> {
  const programs = findBrowser("webkit");
  if (!programs) throw new Error(toAdvice("webkit"));

  const display = start(programs.XVFB_PATH, [
    ..."-displayfd 1 -screen 0 1280x800x24 -nolisten tcp".split(" "),
  ]);
  // Files that a page downloads go there.
  const home = await mkdtemp(join(tmpdir(), "riacho-webkit-home-"));
  const env = {
    ...process.env,
    HOME: home,
    DISPLAY: `:${await readLine(display)}`,
    GDK_BACKEND: "x11",
    LIBGL_ALWAYS_SOFTWARE: "1",
  };
  const port = await findFreePort();
  const driver = start(programs.WEBKIT_DRIVER_PATH, ["--host=127.0.0.1", `--port=${port}`], env);
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/status`);

  return {
    startSession() {
      const browser = { binary: programs.MINIBROWSER_PATH, args: ["--automation"] };
      const capabilities = new Capabilities({
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": browser,
      });
      return new Builder().usingServer(url).withCapabilities(capabilities).build();
    },
    startWithProfile(folder, address) {
      const folders = {
        XDG_DATA_HOME: `${folder}/data`,
        XDG_CACHE_HOME: `${folder}/cache`,
        XDG_CONFIG_HOME: `${folder}/config`,
      };
      const browser = start(programs.MINIBROWSER_PATH, [address], { ...env, ...folders });
      return () => end(browser);
    },
    async stop() {
      await end(driver);
      await end(display);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Starts a program in a process group of its own. */
function start(path: string, args: string[], env = process.env): ChildProcess {
  const stdio: StdioOptions = ["ignore", "pipe", "ignore"];
  return spawn(path, args, { env, stdio, detached: true });
}

/** SIGKILL, to the program and all that it started. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGKILL");
  await ended;
}

function readLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (text) => {
      said += text;
      if (said.includes("\n")) resolve(said.trim());
    });
    child.once("exit", (code) => reject(new Error(`expected a line, but it ended with ${code}: ${said}`)));
    child.once("error", reject);
  });
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false, // not yet
    );
    if (isReady) return;
    if (Date.now() > deadline) throw new Error(`WebKitWebDriver: no answer from ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The driver does not say which port it took. */
function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

// A browser that may be killed: one with a profile of its own, which the next start finds as it was left.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, firefox, type LaunchOptions, type Page } from "@playwright/test";
import { test as base, expect } from "./fixture.ts";

interface Profile {
  start(): Promise<BrowserContext>;
  /** SIGKILL, to every process of it. */
  kill(): Promise<void>;
  /** Ends the process in which a page runs, as a crash does. The browser lives on. */
  crash(page: Page): Promise<void>;
}

/** Needs `/proc` in Firefox. */
export const test = base.extend<{ profile: Profile }>({
  profile: async ({ browserName, channel, launchOptions }, use) => {
    const dir = await mkdtemp(join(tmpdir(), "riacho-profile-"));
    const options = { ...launchOptions, ...(channel && { channel }) };
    const profile = browserName === "firefox" ? toFirefox(dir, options) : toChromium(dir, options);
    await use(profile);
    await profile.kill();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    await rm(`${dir}.sh`, { force: true });
  },
});

function toChromium(dir: string, { executablePath = "", args = [] }: LaunchOptions): Profile {
  let child: ChildProcess | null = null;
  return {
    // Not by Playwright, which does not say what there is to kill.
    async start() {
      const own = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${dir}`, "about:blank"];
      child = spawn(executablePath, [...args, ...own], {
        detached: true,
        stdio: ["ignore", "ignore", "pipe"],
        // A browser that is killed leaves its socket: where all else of it is.
        env: { ...process.env, TMPDIR: dir },
      });
      const browser = await chromium.connectOverCDP(await readEndpoint(child));
      return browser.contexts()[0] as BrowserContext;
    },
    async kill() {
      if (!child?.pid) return;
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      // Its own group, made when it was spawned.
      process.kill(-child.pid, "SIGKILL");
      await ended;
      child = null;
    },
    async crash(page) {
      const session = await page.context().newCDPSession(page);
      const crashed = page.waitForEvent("crash");
      session.send("Page.crash").catch(() => {}); // never answered: who should answer is gone
      await crashed;
      await page.close();
    },
  };
}

function toFirefox(dir: string, { executablePath = "", ...options }: LaunchOptions): Profile {
  let browser: Process | undefined;
  let ended: Promise<unknown> | undefined;
  return {
    async start() {
      // Playwright has Firefox end where one of its pages crashes: not in a visitor's.
      const launcher = `${dir}.sh`;
      const unset = "unset MOZ_CRASHREPORTER MOZ_CRASHREPORTER_SHUTDOWN; export MOZ_CRASHREPORTER_DISABLE=1";
      await writeFile(launcher, `#!/bin/sh\n${unset}\nexec '${executablePath}' "$@"\n`, { mode: 0o700 });
      const context = await firefox.launchPersistentContext(dir, { ...options, executablePath: launcher });
      ended = new Promise((resolve) => context.once("close", resolve));
      [browser] = await findProcesses((command) => command.includes(`--profile ${dir}`));
      if (!browser) throw new Error(`expected a process of Firefox with the profile ${dir}, found none`);
      return context;
    },
    async kill() {
      // Playwright starts it as a group of its own.
      if (browser) process.kill(-browser.pid, "SIGKILL");
      browser = undefined;
      await ended;
    },
    async crash(page) {
      const processes = await findProcesses((command) => command.includes("-isForBrowser"));
      for (const { pid, group } of processes) if (group === browser?.pid) process.kill(pid, "SIGKILL");
      // Those it keeps ready for other pages have ended too: until it has new ones it opens none.
      const open = async () => (await page.context().newPage()).close();
      await expect(open).toPass({ timeout: 20_000 });
    },
  };
}

function readEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (text) => {
      said += text;
      const url = /listening on (ws:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`the browser ended with ${code}: ${said}`)));
  });
}

interface Process {
  pid: number;
  group: number;
}

async function findProcesses(matches: (command: string) => boolean): Promise<Process[]> {
  const pids = (await readdir("/proc")).map(Number).filter(Boolean);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => ""); // has ended
      if (!matches((await read("cmdline")).replaceAll("\0", " "))) return [];
      // proc(5): pid (comm) state ppid pgrp
      const [, group] = /^\d+ \(.*\) \S \d+ (\d+)/s.exec(await read("stat")) ?? [];
      return [{ pid, group: Number(group) }];
    }),
  );
  return found.flat();
}

// The whole browser is killed, and started again with the same profile.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "@playwright/test";
import { test as base, crash, expect, openQuietly, track, upTo } from "./fixture.ts";

interface Profile {
  /** Starts the browser. Not by Playwright, which does not say what there is to kill. */
  start(): Promise<BrowserContext>;
  /** SIGKILL, to every process of it. */
  kill(): Promise<void>;
}

const test = base.extend<{ profile: Profile }>({
  profile: async ({ launchOptions: { executablePath, args = [] } }, use) => {
    const dir = await mkdtemp(join(tmpdir(), "riacho-profile-"));
    let child: ChildProcess | null = null;
    async function kill(): Promise<void> {
      if (!child?.pid) return;
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      // Its own group, made when it was spawned.
      process.kill(-child.pid, "SIGKILL");
      await ended;
      child = null;
    }
    await use({
      kill,
      async start() {
        const own = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${dir}`, "about:blank"];
        child = spawn(executablePath ?? "", [...args, ...own], {
          detached: true,
          stdio: ["ignore", "ignore", "pipe"],
        });
        const browser = await chromium.connectOverCDP(await readEndpoint(child));
        return browser.contexts()[0] as BrowserContext;
      },
    });
    await kill();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  },
});

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

for (const seconds of [1, 10]) {
  test(`the collector down, the browser killed after ${seconds} s: the next start delivers all, none twice`, async ({
    profile,
    open,
    arrived,
    copies,
    lab,
  }) => {
    const page = await openQuietly(open, await profile.start());
    await lab.down();
    try {
      await track(page, 0, 20);
      await page.waitForTimeout(seconds * 1000);
      await profile.kill();
    } finally {
      await lab.up();
    }
    await open(await profile.start());
    await expect.poll(() => arrived(20), { timeout: 50_000 }).toEqual(upTo(20));
    expect(await copies()).toBe(0);
  });
}

test("the browser killed after 50 ms: what one task tracked is delivered whole or lost whole", async ({
  profile,
  open,
  arrived,
  copies,
}) => {
  const page = await openQuietly(open, await profile.start());
  await track(page, 0, 5);
  await page.waitForTimeout(50);
  await profile.kill();
  await open(await profile.start());
  const delivered = await arrived(5);
  console.log(`killed after 50 ms: ${delivered.length} of 5 events delivered`);
  expect([[], upTo(5)]).toContainEqual(delivered);
  expect(await copies()).toBe(0);
});

test("a renderer crash while a request hangs: the next page sends it when the lease is over, once", async ({
  context,
  open,
  arrived,
  copies,
  lab,
}) => {
  const page = await openQuietly(open, context);
  await lab.order({ door: { kind: "hang" } });
  await track(page, 0, 20);
  await page.waitForTimeout(500);
  await crash(page);
  await lab.order({});
  await open(context);
  await expect.poll(() => arrived(20), { timeout: 60_000 }).toEqual(upTo(20));
  expect(await copies()).toBe(0);
});

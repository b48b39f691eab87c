// Starting and stopping, as a user does.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { findPort, holdPort } from "./start-port.ts";
import { type StartedProcess, startPipelineProcess, startProcess } from "./start-process.ts";

/** Without the build before it, which would replace the bundles that other tests are loading. */
function npmStart(...args: string[]): StartedProcess {
  return startProcess("npm", ["start", "--ignore-scripts", "--", ...args]);
}

async function createDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "riacho-start-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

async function send(url: string, ids: string[]): Promise<number> {
  const body = JSON.stringify({ events: ids.map((id) => ({ id, name: "sign_up" })) });
  const signal = AbortSignal.timeout(5_000);
  return (await fetch(`${url}/v1/events?app=shop`, { method: "POST", body, signal })).status;
}

/** The dashboard's number of events, read until it is as expected or time is over. */
async function waitForEvents(url: string, expected: number): Promise<unknown> {
  let shown: unknown;
  for (let tries = 0; tries < 50 && shown !== expected; tries++) {
    const { tiles } = await (await fetch(`${url}/local/dashboard`)).json();
    [[shown]] = tiles.find(({ id }: { id: string }) => id === "events").rows;
    if (shown !== expected) await sleep(100);
  }
  return shown;
}

describe("npm start", () => {
  test("stops at Ctrl-C without noise, and starts again with all that it had", {
    timeout: 60_000,
  }, async () => {
    const args = ["--port", "0", "--data-dir", await createDataDir()];
    const first = npmStart(...args);
    expect(await send(await first.ready, ["a", "b", "c"])).toBe(200);

    const stoppedAt = Date.now();
    first.signal("SIGINT");
    expect(await first.ended).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(5_000);
    await expect.poll(() => first.living()).toEqual([]);
    expect(toNoise(first)).toBe("");

    const startedAt = Date.now();
    const second = npmStart(...args);
    const url = await second.ready;
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(await waitForEvents(url, 3)).toBe(3);
    second.signal("SIGINT");
    expect(await second.ended).toBe(0);
  });

  test("stops at SIGTERM, as from a container", async () => {
    const started = startPipelineProcess(["--port", "0", "--data-dir", await createDataDir()]);
    await started.ready;
    started.signal("SIGTERM");
    expect(await started.ended).toBe(0);
  });

  test("answers who comes while it starts", async () => {
    const port = await findPort();
    const started = startPipelineProcess(["--port", String(port), "--data-dir", await createDataDir()]);
    let status = 0;
    while (status === 0) {
      status = await send(`http://127.0.0.1:${port}`, ["early"]).catch((error) => {
        if (error.name === "TimeoutError") throw error;
        return 0; // refused: it does not listen yet
      });
    }
    expect(status).toBe(200);
    await started.ready;
  });
});

/** What is on stderr, but for npm's opinions on the machine's own settings. */
function toNoise(started: StartedProcess): string {
  const lines = started.output().error.split("\n");
  return lines.filter((line) => !line.startsWith("npm warn")).join("\n");
}

describe("a start that cannot be", () => {
  test("names the port that is taken, and the flag for another", async () => {
    const { port, release } = await holdPort();
    onTestFinished(release);
    const started = startPipelineProcess(["--port", String(port), "--data-dir", await createDataDir()]);
    expect(await started.ended).toBe(1);
    expect(started.output().error).toMatch(new RegExp(`^Port ${port} is taken .* --port \\d+\n$`));
  });

  test("names the process that works on the data folder", async () => {
    const dataDir = await createDataDir();
    const running = startPipelineProcess(["--port", "0", "--data-dir", dataDir]);
    const url = await running.ready;
    const second = startPipelineProcess(["--port", "0", "--data-dir", dataDir]);
    expect(await second.ended).toBe(1);
    const { error } = second.output();
    expect(error).toContain(dataDir);
    expect(error).toMatch(/^Riacho could not start: .* is in use by process \d+; stop that process/);
    expect(await send(url, ["a"])).toBe(200);
  });

  test.each([
    ["an option that is none", ["--prot", "1"], {}, "--prot"],
    ["an option without its value", ["--port"], {}, "--port"],
    ["a port that is no number", ["--port", "abc"], {}, '--port: expected a port from 0 to 65535, got "abc"'],
    ["a port that is too large", ["--port", "65536"], {}, 'got "65536"'],
    ["PORT that is no number", [], { PORT: "abc" }, 'PORT: expected a port from 0 to 65535, got "abc"'],
    ["an argument that is no option", ["8080"], {}, "8080"],
  ] as [string, string[], Record<string, string>, string][])(
    "says what is wrong with %s, and how it is used",
    async (_, args, env, message) => {
      const command = ["--import", "tsx", "local/src/start.ts", ...args];
      const started = startProcess(process.execPath, command, env);
      expect(await started.ended).toBe(2);
      const { out, error } = started.output();
      expect(error.split("\n")[0]).toContain(message);
      expect(error).toContain("npm start -- [options]");
      expect(error).not.toMatch(/^ +at /m);
      expect(out).toBe("");
    },
  );
});

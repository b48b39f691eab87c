// npm run replay as it is typed: what it takes, and what it says where it cannot begin.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCommand } from "../src/replay/read-command.ts";
import { withCollectorBundle } from "./server-bundle.ts";
import { writeRows } from "./warehouse-rows.ts";

const script = fileURLToPath(new URL("../src/replay.ts", import.meta.url));
let root: string;
let dataDir: string;

beforeAll(async () => {
  await withCollectorBundle();
  root = await mkdtemp(join(tmpdir(), "riacho-replay-"));
  dataDir = join(root, "data");
  const at = "2026-01-01 00:00:00.000";
  const raw = '{"id":"a","name":"b\\u001b"}';
  const row = { event_id: "a", app_id: "shop", status: "rejected", event_at: at, received_at: at };
  await writeRows(dataDir, "dt=2026-01-01/hh=00", [{ ...row, raw, raw_bytes: raw.length }]);
});
afterAll(() => rm(root, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((ended) => {
    execFile(process.execPath, ["--import", "tsx", script, ...args], (error, out, err) => {
      ended({ code: typeof error?.code === "number" ? error.code : 0, out, err });
    });
  });
}

const since = ["--rejected", "--since", "2026-01-01"];

describe("the options", () => {
  test("are read, times as rows write them", () => {
    const args = ["--until", "2026-01-01T12:30Z", "--app", "shop", "--reason", "too_deep", "--dry-run"];
    expect(readCommand([...since, ...args, "--url", "http://127.0.0.1:1/", "--data-dir", "/data"])).toEqual({
      kind: "replay",
      since: "2026-01-01 00:00:00.000",
      until: "2026-01-01 12:30:00.000",
      app: "shop",
      reason: "too_deep",
      isDryRun: true,
      origin: "http://127.0.0.1:1",
      dataDir: "/data",
    });
  });

  test.each(["2026-01-31T12:00", "2026-01-31 12:00:00", "2026-01-31T12:00:00.000Z"])("take %s", (text) => {
    expect(readCommand(["--rejected", "--since", text])).toMatchObject({ since: "2026-01-31 12:00:00.000" });
  });

  const time = "expected a day or a time in UTC, such as 2026-01-31 or 2026-01-31T12:00, got";
  test.each([
    [[], "expected --rejected, which says what to replay, got nothing"],
    [["--rejected"], `--since: ${time} nothing`],
    [["--rejected", "--since", "yesterday"], `--since: ${time} "yesterday"`],
    [["--rejected", "--since", "2026-02-30"], `--since: ${time} "2026-02-30"`],
    [["--rejected", "--since", "2026-01-01T25:00"], `--since: ${time} "2026-01-01T25:00"`],
    [["--rejected", "--since", "2026-01-01T00:00+02:00"], `--since: ${time} "2026-01-01T00:00+02:00"`],
    [[...since, "--until", "soon"], `--until: ${time} "soon"`],
    [[...since, "--until", "2026-01-01"], '--until: expected a time after --since, got "2026-01-01"'],
    [[...since, "--reason", "plan"], 'plan_violation, got "plan"'],
    [
      [...since, "--url", "localhost:8080"],
      "--url: expected a URL without a path, such as http://localhost:8080",
    ],
    [[...since, "--dryrun"], "Unknown option '--dryrun'"],
    [[...since, "shop"], "Unexpected argument 'shop'"],
  ])("%j: what was expected and what came", (args, message) => {
    expect(readCommand(args)).toEqual({ kind: "wrong", message: expect.stringContaining(message) });
  });

  test("that are wrong end it with code 2 and the usage; --help gives the usage alone", async () => {
    const { code, out, err } = await run("--since", "2026-01-01");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^expected --rejected.*\n\nUsage: npm run replay/);
    const help = await run("--help");
    expect([help.code, help.err]).toEqual([0, ""]);
    expect(help.out).toMatch(/^Usage: npm run replay/);
  });
});

test("a dry run needs no pipeline; what pages sent cannot steer the terminal", async () => {
  const { code, out, err } = await run(...since, "--dry-run", "--data-dir", dataDir);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(
    /^1 rejected event found\.\n {2}1 accepted now:\n {4}1 {2}b\uFFFD\nJudged by .*\nA dry run: nothing was written\.\n$/,
  );
});

test("a data folder without rows: said, and no mistake", async () => {
  const { code, out } = await run(...since, "--dry-run", "--data-dir", join(root, "missing"));
  expect([code, out]).toEqual([0, `There are no rows in ${join(root, "missing")} yet: nothing to replay.\n`]);
});

test("no pipeline: what to start, and code 1", async () => {
  const { code, out, err } = await run(...since, "--data-dir", dataDir, "--url", "http://127.0.0.1:9");
  expect([code, out]).toEqual([1, ""]);
  expect(err).toBe(
    "Nothing listens at http://127.0.0.1:9 (ECONNREFUSED). Run npm start in another terminal first, or name the pipeline with --url.\n",
  );
});

test("another program in its place: said, and code 1", async () => {
  const server = createServer((_, response) => response.end("<html>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { code, err } = await run(...since, "--data-dir", dataDir, "--url", url);
  server.close();
  expect(code).toBe(1);
  expect(err).toContain(`Expected ${url}/local/stream to tell name and url of the stream`);
});

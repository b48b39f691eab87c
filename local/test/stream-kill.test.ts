// The durability promise against a real disk and a real SIGKILL.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { toSequenceNumber } from "../src/stream/sequence-number.ts";
import { openStream } from "../src/stream/stream.ts";
import { withFolder } from "./stream-servers.ts";

const child = fileURLToPath(new URL("stream-child.ts", import.meta.url));

/** Lets a child append for some milliseconds after its first answer, kills it, and gives what it answered for. */
async function appendAndKill(
  dir: string,
  when: "answered" | "early",
  ms: number,
): Promise<Map<string, string>> {
  const { stdout, ...process } = spawnChild(dir, when);
  let output = "";
  stdout.on("data", (part) => {
    output += part;
  });
  await once(stdout, "data");
  await sleep(ms);
  process.kill();
  await process.closed;
  const lines = output.split("\n").slice(0, -1); // the last is empty, or cut by the kill
  return new Map(lines.map((line) => line.split(" ") as [string, string]));
}

function spawnChild(dir: string, when: string) {
  const spawned = spawn(process.execPath, ["--import", "tsx", child, dir, when], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    spawned.kill("SIGKILL");
  });
  return {
    stdout: spawned.stdout,
    kill: () => spawned.kill("SIGKILL"),
    closed: once(spawned, "close"),
  };
}

/** Every stored record in order, shard by shard, by its text. */
async function readAll(dir: string): Promise<{ text: string; number: string }[]> {
  const stream = await openStream({ dir, name: "clicks" });
  const all = [];
  for (const { index, log } of stream.shards) {
    const { frames } = await log.read(0, {
      records: Number.POSITIVE_INFINITY,
      bytes: Number.POSITIVE_INFINITY,
    });
    for (const { ordinal, data } of frames) {
      const number = toSequenceNumber({ createdAt: stream.createdAt, shard: index, ordinal });
      all.push({ number, text: Buffer.from(data).toString().split(" ")[0] as string });
    }
  }
  expect(Object.values(stream.stats()).map(({ lostRecords }) => lostRecords)).toEqual([0, 0]);
  await stream.stop();
  return all;
}

function countMissing(answered: Map<string, string>, stored: { text: string }[]): number {
  const texts = new Set(stored.map(({ text }) => text));
  return [...answered.keys()].filter((text) => !texts.has(text)).length;
}

async function createFolder(): Promise<string> {
  const { dir, remove } = await withFolder();
  onTestFinished(remove);
  return dir;
}

describe("a process that is killed", () => {
  test("leaves every answered record, once and in order, however often", async () => {
    const dir = await createFolder();
    const answered = new Map<string, string>();
    for (let kills = 0; kills < 5; kills++) {
      for (const [text, number] of await appendAndKill(dir, "answered", Math.random() * 300)) {
        answered.set(text, number);
      }
      const stored = await readAll(dir);
      expect(countMissing(answered, stored)).toBe(0);
      expect(new Set(stored.map(({ text }) => text)).size).toBe(stored.length);
      for (const { text, number } of stored) expect(answered.get(text) ?? number).toBe(number);
      expectOrder(stored);
    }
    expect(answered.size).toBeGreaterThan(100);
  });

  test("would be noticed, did it answer before storing", async () => {
    const dir = await createFolder();
    let missing = 0;
    for (let kills = 0; kills < 5 && missing === 0; kills++) {
      const answered = await appendAndKill(dir, "early", Math.random() * 100);
      missing = countMissing(answered, await readAll(dir));
    }
    expect(missing).toBeGreaterThan(0);
  });

  test("leaves its folder to the next one, and a living one does not", async () => {
    const dir = await createFolder();
    const { stdout, kill, closed } = spawnChild(dir, "answered");
    await once(stdout, "data");
    await expect(openStream({ dir, name: "clicks" })).rejects.toThrow(/in use by process \d+/);
    kill();
    await closed;
    const stream = await openStream({ dir, name: "clicks" });
    expect(await readFile(join(dir, "lock"), "utf8")).toBe(String(process.pid));
    await stream.stop();
  });
});

describe("a folder", () => {
  test("is opened once by one process", async () => {
    const dir = await createFolder();
    const stream = await openStream({ dir, name: "clicks" });
    await expect(openStream({ dir, name: "clicks" })).rejects.toThrow("in use");
    await stream.stop();
    await (await openStream({ dir, name: "clicks" })).stop();
  });

  test("with a lock that names our own reused pid, or nobody, is taken over", async () => {
    for (const text of [String(process.pid), "", "oops"]) {
      const dir = await createFolder();
      await writeFile(join(dir, "lock"), text);
      await (await openStream({ dir, name: "clicks" })).stop();
    }
  });

  test("of another stream, or one whose description is broken, is refused and left alone", async () => {
    const dir = await createFolder();
    await (await openStream({ dir, name: "clicks" })).stop();
    await expect(openStream({ dir, name: "other" })).rejects.toThrow('expected the stream "other"');
    await writeFile(join(dir, "stream.json"), "{oops");
    await expect(openStream({ dir, name: "clicks" })).rejects.toThrow("to describe a stream");
    expect(await readFile(join(dir, "stream.json"), "utf8")).toBe("{oops");
  });

  test("keeps the number of shards it was made with", async () => {
    const dir = await createFolder();
    await (await openStream({ dir, name: "clicks", shards: 3 })).stop();
    const stream = await openStream({ dir, name: "clicks", shards: 5 });
    expect(stream.shards).toHaveLength(3);
    await stream.stop();
  });
});

/** A worker of the child waits for each answer, so its records are in the shard in the order of their numbers. */
function expectOrder(stored: { text: string }[]): void {
  const last = new Map<string, number>();
  for (const { text } of stored) {
    const [pid, worker, n] = text.split("-");
    const writer = `${pid}-${worker}`;
    expect(Number(n)).toBe((last.get(writer) ?? -1) + 1);
    last.set(writer, Number(n));
  }
}

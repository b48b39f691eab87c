import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeFrames, encodeFrame } from "../src/stream/frame.ts";
import { type Log, openLog } from "../src/stream/log.ts";
import type { Damage } from "../src/stream/log-state.ts";
import { createFakeDisk, type FakeDisk, type Mistake } from "./stream-disk.ts";

const salt = 12345;
const everything = { records: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

const open = (disk: FakeDisk, segmentBytes = 1_000_000, onDamage: (found: Damage) => void = () => {}) =>
  openLog(disk, { salt, segmentBytes, onDamage });

const record = (text: string, arrivedAt = 1) => ({ partitionKey: "key", arrivedAt, data: Buffer.from(text) });

async function readTexts(log: Log, from = 0): Promise<string[]> {
  const { frames } = await log.read(from, everything);
  return frames.map(({ data }) => Buffer.from(data).toString());
}

/** A log whose records are in the order of the texts, `perSegment` in each segment. */
async function createFilled(texts: string[], perSegment = texts.length): Promise<FakeDisk> {
  const disk = createFakeDisk();
  const bytes = encodeFrame({ ...record(texts[0] ?? ""), ordinal: 1 }, salt).length;
  const log = await open(disk, bytes * perSegment);
  for (const text of texts) await log.append([record(text)]);
  await log.stop();
  return disk;
}

/** Flips bits of a stored byte. */
function damage({ written }: { written: Buffer }, at: number): void {
  written.writeUInt8(written.readUInt8(at) ^ 0xff, at);
}

const fileAt = (disk: FakeDisk, i: number) => [...disk.files.values()].at(i) as { written: Buffer };

describe("frames", () => {
  const frame = {
    ordinal: 2 ** 40,
    arrivedAt: 1_764_000_000_000,
    partitionKey: "clé",
    data: Buffer.from("x"),
  };

  test("come back as they went in", () => {
    const [decoded] = decodeFrames(encodeFrame(frame, salt), 0, true, salt).frames;
    expect(decoded).toMatchObject(frame);
  });

  test("of another stream are none", () => {
    expect(decodeFrames(encodeFrame(frame, salt), 0, true, salt + 1).frames).toEqual([]);
  });

  test("that are not whole are waited for, until nothing follows", () => {
    const half = encodeFrame(frame, salt).subarray(0, 20);
    expect(decodeFrames(half, 0, false, salt)).toEqual({ frames: [], usedBytes: 0, badBytes: 0 });
    expect(decodeFrames(half, 0, true, salt)).toEqual({ frames: [], usedBytes: 20, badBytes: 20 });
  });

  test("too large to be read again are refused when written", () => {
    expect(() => encodeFrame({ ...frame, data: Buffer.alloc(3_000_000) }, salt)).toThrow(RangeError);
  });
});

describe("appending", () => {
  test("many concurrent appends share a few syncs", async () => {
    const disk = createFakeDisk();
    const log = await open(disk);
    const before = disk.syncs;
    await Promise.all(Array.from({ length: 1000 }, (_, i) => log.append([record(String(i))])));
    expect(disk.syncs - before).toBe(2); // the first alone, the others while it was under way
    expect(await readTexts(log)).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
  });

  test("nobody reads what is not durable yet", async () => {
    const disk = createFakeDisk();
    const log = await open(disk);
    disk.losePowerAfter(1); // the write is done, the sync never ends
    log.append([record("not yet")]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(fileAt(disk, 0).written.length).toBeGreaterThan(0);
    expect(await readTexts(log)).toEqual([]);
  });

  test.each(["write", "sync"] as const)(
    "a failed %s is told, leaves nothing, and the next append works",
    async (operation) => {
      const disk = createFakeDisk();
      const log = await open(disk);
      await log.append([record("a")]);
      disk.failNext(operation);
      await expect(log.append([record("failed")])).rejects.toThrow("could not write");
      expect(await log.append([record("b")])).toEqual([2]);
      expect(await readTexts(await open(disk))).toEqual(["a", "b"]);
    },
  );

  test("a failed write that cannot be undone ends the appending, not the records", async () => {
    const disk = createFakeDisk();
    const log = await open(disk);
    await log.append([record("a")]);
    disk.failNext("write");
    disk.failNext("truncate");
    await expect(log.append([record("failed")])).rejects.toThrow("could not write");
    await expect(log.append([record("b")])).rejects.toThrow("open the stream again");
    const again = await open(disk);
    await again.append([record("b")]);
    expect(await readTexts(again)).toEqual(["a", "b"]);
  });

  test("ordinals grow across restarts, in an empty newest segment too", async () => {
    const disk = await createFilled(["a", "b"], 1);
    const log = await open(disk, 1);
    expect(await log.append([record("c"), record("d")])).toEqual([3, 4]);
    expect(await readTexts(log, 3)).toEqual(["c", "d"]);
  });
});

describe("reading", () => {
  const texts = Array.from({ length: 5000 }, (_, i) => `${i}`.padStart(60, "."));

  test("may begin at any ordinal, in any segment", async () => {
    const log = await open(await createFilled(texts.slice(0, 300), 90));
    for (let from = 1; from <= 300; from += 7) {
      expect(await readTexts(log, from)).toEqual(texts.slice(from - 1, 300));
    }
  });

  test("ends at the limits and goes on behind them", async () => {
    const log = await open(await createFilled(texts.slice(0, 100), 30));
    const { frames, next } = await log.read(20, { records: 50, bytes: 63 * 45 });
    expect(frames).toHaveLength(45);
    expect(await readTexts(log, next)).toEqual(texts.slice(64, 100));
  });

  test("gives a record that alone is larger than the limit", async () => {
    const log = await open(await createFilled(["large", "other"]));
    expect((await log.read(1, { records: 10, bytes: 1 })).frames).toHaveLength(1);
  });

  test("does not begin at the segment's start each time", async () => {
    const disk = createFakeDisk();
    const log = await open(disk);
    await log.append(texts.map((text) => record(text)));
    let bytesRead = 0;
    const openFile = disk.open;
    disk.open = async (name) => {
      const file = await openFile(name);
      return {
        ...file,
        async read(into, position) {
          bytesRead += into.length;
          return file.read(into, position);
        },
      };
    };
    expect((await log.read(4990, everything)).frames).toHaveLength(11);
    expect(bytesRead).toBeLessThan(fileAt(disk, 0).written.length / 3);
  });

  test("finds the first record of a time, though clocks jump back", async () => {
    const disk = createFakeDisk();
    const log = await open(disk, 100);
    const times = [10, 20, 50, 30, 40, 60];
    for (const arrivedAt of times) await log.append([record("x", arrivedAt)]);
    for (const [ms, ordinal] of [
      [0, 1],
      [20, 2],
      [21, 3],
      [45, 3],
      [51, 6],
      [61, 7],
    ] as const) {
      expect(await log.findArrival(ms)).toBe(ordinal);
    }
  });
});

describe("trimming", () => {
  async function createAged() {
    const disk = createFakeDisk();
    const log = await open(disk, 1);
    for (const arrivedAt of [10, 20, 30, 40]) await log.append([record(`at ${arrivedAt}`, arrivedAt)]);
    return log;
  }

  test("removes what is both old and read", async () => {
    const log = await createAged();
    expect((await log.trim(2, 100)).segments).toBe(2);
    expect(await readTexts(log)).toEqual(["at 30", "at 40"]);
    expect(log.first()).toBe(3);
  });

  test.each([
    ["read but not old", 4, 10],
    ["old but not read", 0, 100],
  ])("keeps what is %s", async (_, through, before) => {
    const log = await createAged();
    expect((await log.trim(through, before)).segments).toBe(0);
    expect(await readTexts(log)).toHaveLength(4);
  });

  test("keeps the newest segment, so that ordinals go on growing", async () => {
    const log = await createAged();
    await log.trim(4, 100);
    expect(await log.append([record("next")])).toEqual([5]);
  });
});

describe("damage", () => {
  const texts = ["one..", "two..", "three", "four.", "five.", "six.."];
  const frameBytes = encodeFrame({ ...record("one.."), ordinal: 1 }, salt).length;

  test("a tail torn at any byte is cut off, what was before it stays", async () => {
    for (let bytes = 0; bytes < frameBytes; bytes++) {
      const disk = await createFilled(texts);
      const file = fileAt(disk, 0);
      file.written = file.written.subarray(0, file.written.length - frameBytes + bytes);
      const log = await open(disk);
      expect(await readTexts(log)).toEqual(texts.slice(0, -1));
      expect(log.stats()).toMatchObject({ cutBytes: bytes, lostRecords: 0 });
      await log.append([record("new")]);
      expect(await readTexts(await open(disk))).toEqual([...texts.slice(0, -1), "new"]);
    }
  });

  test("a tail of zeros, as file systems leave after a power loss, is cut off", async () => {
    const disk = await createFilled(texts);
    const file = fileAt(disk, 0);
    file.written = Buffer.concat([file.written], file.written.length + 5000);
    const log = await open(disk);
    expect(await readTexts(log)).toEqual(texts);
    expect(log.stats().cutBytes).toBe(5000);
  });

  test.each([
    ["the middle of an older segment", 1],
    ["the end of an older segment", 2],
    ["the newest segment", 4],
  ])("a flipped byte in %s costs that record alone, and is told", async (_, victim) => {
    for (let at = 0; at < frameBytes; at++) {
      const disk = await createFilled(texts, 3);
      const file = fileAt(disk, victim < 3 ? 0 : 1);
      damage(file, (victim % 3) * frameBytes + at);
      const damages: Damage[] = [];
      const log = await open(disk, 1_000_000, (found) => damages.push(found));
      expect(await readTexts(log)).toEqual(texts.filter((_, i) => i !== victim));
      expect(await readTexts(log)).toHaveLength(5);
      expect(damages).toEqual([{ segment: expect.any(String), lostRecords: 1, badBytes: frameBytes }]);
      expect(log.stats().lostRecords).toBe(1);
    }
  });

  test("a damaged newest record looks torn; its ordinal is not given to another", async () => {
    const disk = await createFilled(texts);
    const file = fileAt(disk, 0);
    damage(file, file.written.length - 1);
    const log = await open(disk);
    expect(log.stats().cutBytes).toBe(frameBytes);
    const [ordinal] = await log.append([record("new")]);
    expect(ordinal).toBeGreaterThan(texts.length);
    expect(await readTexts(log, texts.length + 1)).toEqual(["new"]);
    expect(await readTexts(await open(disk))).toEqual([...texts.slice(0, -1), "new"]);
  });

  test("a frame inside a record's data does not come to life behind a damaged place", async () => {
    const inner = encodeFrame({ ...record("forged"), ordinal: 2 }, salt + 1);
    const disk = createFakeDisk();
    const log = await open(disk);
    await log.append([{ ...record(""), data: inner }, record("good")]);
    damage(fileAt(disk, 0), 5);
    expect(await readTexts(await open(disk))).toEqual(["good"]);
  });
});

describe("random histories", () => {
  type Step =
    | { do: "append"; sizes: number[] }
    | { do: "reopen" }
    | { do: "kill" | "lose_power"; after: number; sizes: number[] }
    | { do: "trim"; share: number };

  const sizes = fc.array(fc.nat(150), { minLength: 1, maxLength: 6 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant("append" as const), sizes }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom("kill" as const, "lose_power" as const),
        after: fc.nat(4),
        sizes,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("trim" as const),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
  );

  /** Runs a history beside a model: the records that were answered for, and those that may or may not be there. */
  async function run(steps: Step[], seed: number, mistake: Mistake) {
    const random = createDice(seed);
    const disk = createFakeDisk(mistake);
    let log = await open(disk, 300);
    let made = 0;
    let trimmedTo = 0;
    const answered = new Map<number, string>();
    const attempted = new Set<string>();

    const append = (lengths: number[]) => {
      const texts = lengths.map((length) => `${++made}:`.padEnd(length, "."));
      for (const text of texts) attempted.add(text);
      // Half in one call, the others in calls of their own.
      const half = texts.length >> 1;
      const calls = [texts.slice(0, half), ...texts.slice(half).map((text) => [text])];
      return Promise.all(
        calls.map(async (call) => {
          const ordinals = await log.append(call.map((text) => record(text, made)));
          for (const [i, ordinal] of ordinals.entries()) {
            if (answered.has(ordinal)) throw new Error(`ordinal ${ordinal} was given twice`);
            answered.set(ordinal, call[i] as string);
          }
        }),
      );
    };

    for (const next of steps) {
      if (next.do === "append") await append(next.sizes);
      if (next.do === "reopen") {
        await log.stop();
        log = await open(disk, 300);
      }
      if (next.do === "trim") {
        const through = Math.floor(log.next() * next.share);
        await log.trim(through, Number.POSITIVE_INFINITY);
        trimmedTo = Math.max(trimmedTo, through);
      }
      if (next.do === "kill" || next.do === "lose_power") {
        disk.losePowerAfter(next.after);
        append(next.sizes).catch(() => {});
        await new Promise((resolve) => setImmediate(resolve));
        if (next.do === "kill") disk.restartAfterKill();
        else disk.restart(random);
        log = await open(disk, 300);
      }
      await check();
    }

    async function check() {
      const { frames } = await log.read(0, everything);
      const read = new Map(frames.map(({ ordinal, data }) => [ordinal, Buffer.from(data).toString()]));
      const ordinals = frames.map(({ ordinal }) => ordinal);
      expect(read.size).toBe(frames.length);
      expect(ordinals).toEqual([...ordinals].sort((one, other) => one - other));
      expect(new Set(read.values()).size).toBe(frames.length);
      for (const text of read.values()) expect(attempted).toContain(text);
      for (const [ordinal, text] of answered) {
        if (ordinal > trimmedTo || read.has(ordinal)) expect(read.get(ordinal)).toBe(text);
      }
      for (const ordinal of ordinals) {
        const from = await log.read(ordinal, { records: 1, bytes: 1 });
        expect(from.frames[0]?.ordinal).toBe(ordinal);
      }
    }
  }

  const property = (mistake: Mistake) =>
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), fc.integer(), (steps, seed) =>
      run(steps, seed, mistake),
    );

  test("whatever happens, an answered record is there, once, in its place", async () => {
    await fc.assert(property("none"), { numRuns: 300 });
  });

  test.each(["no_sync", "no_name_sync"] as const)("the check notices a log with %s", async (mistake) => {
    const { failed } = await fc.check(property(mistake), { numRuns: 300, endOnFailure: true });
    expect(failed).toBe(true);
  });
});

/** Mulberry32: small, seeded, good enough to choose pages. */
function createDice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

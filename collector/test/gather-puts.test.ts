import { recordBytesMax } from "@riacho/contract/limits";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gatherPuts, pack } from "../src/gather-puts.ts";
import type { PutOutcome } from "../src/put-records.ts";

const record = (text: string): Uint8Array => Buffer.from(`${text}\n`);
const toTexts = (records: readonly Uint8Array[]) => records.map((bytes) => Buffer.from(bytes).toString());

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(outcome: PutOutcome | Error = { kind: "stored" }, bytesMax?: number) {
  const calls: string[][] = [];
  const put = gatherPuts(
    async (records) => {
      calls.push(toTexts(records));
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    10,
    bytesMax,
  );
  return { calls, put };
}

describe("requests that come at the same time", () => {
  test("are one call and one record, after the first has waited for company", async () => {
    const { calls, put } = setUp();
    const first = put([record("a")]);
    await vi.advanceTimersByTimeAsync(9);
    const second = put([record("b"), record("c")]);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toEqual([["a\nb\nc\n"]]);
    expect(await Promise.all([first, second])).toEqual([{ kind: "stored" }, { kind: "stored" }]);
  });

  test("do not wait once there is enough", async () => {
    const { calls, put } = setUp({ kind: "stored" }, 4);
    void put([record("a")]);
    void put([record("b")]);
    expect(calls).toEqual([["a\nb\n"]]);
    void put([record("c")]);
    await vi.advanceTimersByTimeAsync(10);
    expect(calls).toEqual([["a\nb\n"], ["c\n"]]);
  });

  test("that no record holds together are still one call", async () => {
    const { calls, put } = setUp();
    const most = (letter: string) => record(letter.repeat(recordBytesMax - 1));
    const both = [put([record("a")]), put([most("b")])];
    expect(await Promise.all(both)).toEqual([{ kind: "stored" }, { kind: "stored" }]);
    expect(calls).toEqual([["a\n", `${"b".repeat(recordBytesMax - 1)}\n`]]);
  });

  test("who comes while a put is on its way is not told of it, but waits for the next", async () => {
    const answers: ((outcome: PutOutcome) => void)[] = [];
    const put = gatherPuts(() => new Promise((resolve) => answers.push(resolve)), 10);
    const first = put([record("a")]);
    await vi.advanceTimersByTimeAsync(10);
    const second = put([record("b")]);
    answers[0]?.({ kind: "stored" });
    expect(await first).toEqual({ kind: "stored" });
    await vi.advanceTimersByTimeAsync(10);
    const refused: PutOutcome = { kind: "unavailable", cause: "throttled", tries: 1, stored: 0 };
    answers[1]?.(refused);
    expect(await second).toEqual(refused);
  });

  test.each<[string, PutOutcome | Error]>([
    ["refuses", { kind: "unavailable", cause: "throttled", tries: 1, stored: 0 }],
    ["throws", new Error("throttled")],
  ])("all hear of it where the stream %s, and the next ones are asked anew", async (_, outcome) => {
    const { calls, put } = setUp(outcome);
    const both = [put([record("a")]), put([record("b")])];
    await vi.advanceTimersByTimeAsync(10);
    for (const { kind } of await Promise.all(both)) expect(kind).toBe("unavailable");
    void put([record("c")]);
    await vi.advanceTimersByTimeAsync(10);
    expect(calls).toEqual([["a\nb\n"], ["c\n"]]);
  });
});

describe("packing", () => {
  const anyRecords = fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { maxLength: 40 });
  const limit = 50;

  function hold(make: typeof pack): void {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const packed = make(records, limit);
        expect(Buffer.concat(packed)).toEqual(Buffer.concat(records));
        for (const { length } of packed) expect(length).toBeLessThanOrEqual(limit);
        // As few as in their order can be: no two neighbours would have fitted together.
        for (const [index, { length }] of packed.slice(1).entries())
          expect(length + (packed[index]?.length ?? 0)).toBeGreaterThan(limit - 30);
      }),
    );
  }

  test("loses nothing, keeps the order and the limit, and leaves no room that a record would have had", () => {
    hold(pack);
  });

  test("one record above the limit goes alone, and is not this file's to split", () => {
    const large = Buffer.alloc(60);
    expect(pack([record("a"), large, record("b")], limit)).toEqual([record("a"), large, record("b")]);
  });

  test.each<[string, typeof pack]>([
    ["the limit forgotten", (records) => [Buffer.concat(records)]],
    ["the last one lost", (records, max) => pack(records.slice(0, -1), max)],
    ["nothing packed", (records) => [...records]],
    ["another order", (records, max) => pack([...records].reverse(), max)],
  ])("a planted mistake is caught: %s", (_, make) => expect(() => hold(make)).toThrow());
});

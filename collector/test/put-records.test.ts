// Against a stream of random moods: what it holds is compared with what was told.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AwsAnswer, CallAws } from "../src/call-aws.ts";
import { createPutRecords, type PutOutcome } from "../src/put-records.ts";
import { budgetMs, tryMsMax } from "../src/retry-delay.ts";

/** What the stream does with one call. `takes`: of which records, by turns. */
interface Mood {
  kind: "store" | "throttle" | "fail" | "lose answer" | "hang" | "nonsense" | "forbid";
  takes: readonly boolean[];
  ms: number;
}

const calm: Mood = { kind: "store", takes: [true], ms: 5 };
const moods = fc.record<Mood>({
  kind: fc.constantFrom(
    "store",
    "store",
    "store",
    "throttle",
    "fail",
    "lose answer",
    "hang",
    "nonsense",
    "forbid",
  ),
  takes: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
  ms: fc.integer({ min: 0, max: 1_500 }),
});

interface Told {
  outcome: PutOutcome;
  /** The records of each call, as text. */
  calls: string[][];
  held: ReadonlySet<string>;
  /** Of which the stream said so. */
  acknowledged: ReadonlySet<string>;
  ms: number;
}

/** Puts records into a stream that has these moods, one a call, and is calm afterwards. */
async function put(count: number, script: readonly Mood[], random = 0.5): Promise<Told> {
  let time = 1_000;
  const calls: string[][] = [];
  const held = new Set<string>();
  const acknowledged = new Set<string>();

  const call: CallAws = async (operation, input, timeoutMs): Promise<AwsAnswer> => {
    expect(operation).toBe("PutRecords");
    const { Records } = input as { Records: { Data: string }[] };
    const texts = Records.map(({ Data }) => Buffer.from(Data, "base64").toString());
    const { kind, takes, ms } = script[calls.length] ?? calm;
    calls.push(texts);
    if (kind === "hang" || ms > timeoutMs) {
      time += timeoutMs;
      return { kind: "unreachable", code: "TIMEOUT" };
    }
    time += ms;
    const isTaken = (n: number) => takes[n % takes.length] as boolean;
    const taken = texts.filter((_, n) => isTaken(n));
    if (kind === "store" || kind === "lose answer") for (const text of taken) held.add(text);
    switch (kind) {
      case "store":
        for (const text of taken) acknowledged.add(text);
        return {
          kind: "answered",
          body: {
            FailedRecordCount: texts.length - taken.length,
            Records: texts.map((_, n) =>
              isTaken(n) ? { SequenceNumber: "1", ShardId: "s" } : { ErrorCode: "InternalFailure" },
            ),
          },
        };
      case "throttle":
        return {
          kind: "refused",
          status: 400,
          code: "ProvisionedThroughputExceededException",
          message: "slow",
        };
      case "fail":
        return { kind: "refused", status: 500, code: "InternalFailure", message: "oh" };
      case "forbid":
        return { kind: "refused", status: 400, code: "AccessDeniedException", message: "no" };
      case "lose answer":
        return { kind: "unreachable", code: "ECONNRESET" };
      case "nonsense":
        return { kind: "answered", body: { Records: [] } };
    }
  };
  const sleep = async (ms: number) => {
    time += ms;
  };
  const putRecords = createPutRecords({
    call,
    streamName: "s",
    now: () => time,
    random: () => random,
    sleep,
  });
  const outcome = await putRecords(Array.from({ length: count }, (_, n) => Buffer.from(`record ${n}`)));
  return { outcome, calls, held, acknowledged, ms: time - 1_000 };
}

test("says stored only of what the stream said it holds, asks for nothing twice that it has, and ends in time", async () => {
  const scripts = fc.array(moods, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      scripts,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (count, script, random) => {
        const { outcome, calls, acknowledged, ms } = await put(count, script, random);
        expect(outcome.kind === "stored").toBe(acknowledged.size === count);
        if (outcome.kind === "unavailable") expect(outcome.stored).toBe(acknowledged.size);
        const known = new Set<string>();
        for (const [n, texts] of calls.entries()) {
          for (const text of texts) expect(known.has(text), `${text} again in call ${n}`).toBe(false);
          const { kind, takes, ms: took } = script[n] ?? calm;
          if (kind !== "store" || took > tryMsMax) continue;
          texts.forEach((text, at) => {
            if (takes[at % takes.length] && acknowledged.has(text)) known.add(text);
          });
        }
        const forbidden = script.findIndex(({ kind }) => kind === "forbid");
        if (forbidden >= 0) expect(calls.length).toBeLessThanOrEqual(forbidden + 1);
        expect(ms).toBeLessThanOrEqual(budgetMs);
      },
    ),
    { numRuns: 1_000, seed: 11 },
  );
});

const whole = (kind: Mood["kind"], ms = 1): Mood => ({ kind, takes: [true], ms });

describe("a request", () => {
  test("of one calm try is one call", async () => {
    expect(await put(1, [])).toMatchObject({ outcome: { kind: "stored" }, calls: [["record 0"]] });
  });

  test("that was split puts again only what was refused", async () => {
    const half: Mood = { kind: "store", takes: [true, false], ms: 1 };
    const { outcome, calls } = await put(4, [half]);
    expect(outcome).toEqual({ kind: "stored" });
    expect(calls).toEqual([
      ["record 0", "record 1", "record 2", "record 3"],
      ["record 1", "record 3"],
    ]);
  });

  test("that stays half written is not stored, and tells how much is", async () => {
    const firstOnly: Mood = { kind: "store", takes: [true, false], ms: 1 };
    const { outcome } = await put(2, [firstOnly, ...Array(20).fill(whole("throttle"))]);
    expect(outcome).toEqual({
      kind: "unavailable",
      cause: "ProvisionedThroughputExceededException",
      tries: expect.any(Number),
      stored: 1,
    });
  });

  test("that is forbidden is told at once, as what it is", async () => {
    const { outcome, calls } = await put(1, [whole("forbid")]);
    expect(outcome).toEqual({ kind: "refused", code: "AccessDeniedException", message: "no", tries: 1 });
    expect(calls.length).toBe(1);
  });

  test("whose stream refuses at once is tried a bounded number of times, even without any luck in the jitter", async () => {
    const { outcome, calls } = await put(1, Array(99).fill(whole("fail", 0)), 0);
    expect(outcome.kind).toBe("unavailable");
    expect(calls.length).toBe(10);
  });

  test("whose stream hangs ends when its time is up", async () => {
    const { outcome, ms } = await put(1, Array(99).fill(whole("hang")));
    expect(outcome).toMatchObject({ kind: "unavailable", cause: "TIMEOUT", tries: 2 });
    expect(ms).toBeLessThanOrEqual(budgetMs);
  });
});

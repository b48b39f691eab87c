import { describe, expect, test } from "vitest";
import { type ExpiringCredentials, keepCredentials, pauseMs, renewMs } from "../src/keep-credentials.ts";

const lifeMs = 60 * 60_000;

/** Credentials that are kept by a clock and an endpoint of the test's. */
function start() {
  const state = { now: 0, asked: 0, failures: [] as [string, number][], isWell: true };
  /** What the endpoint has not answered yet. */
  const open: (() => void)[] = [];
  const make = (): ExpiringCredentials => ({
    credentials: { accessKeyId: `AKIA${state.asked}`, secretAccessKey: "s", sessionToken: "t" },
    expiresAt: state.now + lifeMs,
  });
  const give = keepCredentials(
    make(),
    () => {
      state.asked++;
      return new Promise((resolve, reject) => {
        open.push(() => (state.isWell ? resolve(make()) : reject(new Error("away"))));
      });
    },
    () => state.now,
    ({ message }, leftMs) => state.failures.push([message, leftMs]),
  );
  return {
    state,
    /** Which ones are given, by their place in time. */
    give: async () => (await give()).accessKeyId,
    /** The endpoint answers what it was asked. */
    async answer() {
      for (const each of open.splice(0)) each();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test("while they are valid for long, nobody is asked", async () => {
  const { state, give } = start();
  state.now = lifeMs - renewMs - 1;
  expect(await give()).toBe("AKIA0");
  expect(state.asked).toBe(0);
});

test("some minutes before the end others are asked for once, and nobody waits for them", async () => {
  const { state, give, answer } = start();
  state.now = lifeMs - renewMs;
  expect(await Promise.all([give(), give(), give()])).toEqual(["AKIA0", "AKIA0", "AKIA0"]);
  expect(state.asked).toBe(1);
  await answer();
  expect(await give()).toBe("AKIA1");
});

test("the old ones are given while none come, and the endpoint is asked with pauses", async () => {
  const { state, give, answer } = start();
  state.isWell = false;
  state.now = lifeMs - renewMs;
  for (let n = 0; n < 5; n++) {
    expect(await give()).toBe("AKIA0");
    await answer();
  }
  expect([state.asked, state.failures]).toEqual([1, [["away", renewMs]]]);
  state.now += pauseMs;
  await give();
  expect(state.asked).toBe(2);
});

describe("those that have expired are never given:", () => {
  test("callers wait for others, asked for once", async () => {
    const { state, give, answer } = start();
    state.now = lifeMs;
    const both = Promise.all([give(), give()]);
    await answer();
    expect(await both).toEqual(["AKIA1", "AKIA1"]);
    expect(state.asked).toBe(1);
  });

  test("where none come, callers hear so; in the pause at once", async () => {
    const { state, give, answer } = start();
    state.isWell = false;
    state.now = lifeMs;
    const first = expect(give()).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
    await answer();
    await first;
    await expect(give()).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
    expect(state.asked).toBe(1);
  });

  test("and as soon as some come, they are given", async () => {
    const { state, give, answer } = start();
    state.isWell = false;
    state.now = lifeMs;
    const first = give().catch(() => "none");
    await answer();
    expect(await first).toBe("none");
    state.isWell = true;
    state.now += pauseMs;
    const next = give();
    await answer();
    expect(await next).toBe("AKIA2");
  });
});

test("an endpoint that gives the same ones once more is not asked by every call", async () => {
  const state = { now: lifeMs - 1, asked: 0 };
  const same = { credentials: { accessKeyId: "AKIA", secretAccessKey: "s" }, expiresAt: lifeMs };
  const give = keepCredentials(
    same,
    async () => {
      state.asked++;
      return same;
    },
    () => state.now,
    () => {},
  );
  for (let n = 0; n < 5; n++) await give();
  expect(state.asked).toBe(1);
});

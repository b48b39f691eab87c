// Random histories of requests that overlap, end late or never, and a clock that somebody sets back.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Admission,
  admit,
  type Breaker,
  closed,
  failuresMax,
  pauseMs,
  pauseMsMax,
  probeMsMax,
  type Reaction,
  settle,
} from "../src/breaker.ts";

interface Rules {
  admit: typeof admit;
  settle: typeof settle;
}

type Step =
  | { kind: "arrive" }
  | { kind: "end"; which: number; reaction: Reaction }
  | { kind: "wait"; ms: number }
  | { kind: "set clock back"; ms: number };

interface UnderWay {
  admission: Admission;
  since: number;
}

/** Plays a history and throws at the first thing that must not be. */
function play(rules: Rules, steps: readonly Step[]): void {
  let breaker: Breaker = closed;
  /** True time, and how far our clock is behind it. */
  let time = 0;
  let behind = 0;
  let underWay: UnderWay[] = [];
  let latestProbe: UnderWay | null = null;
  /** Requests that ended in vain since the stream was last alive. */
  let deadRow = 0;
  /** When the breaker last had a reason to begin a pause. */
  let shutAt = 0;

  function arrive(): Admission {
    const { breaker: next, admission } = rules.admit(breaker, time - behind);
    breaker = next;
    const isProbeOut = latestProbe !== null && time - latestProbe.since < probeMsMax;
    if (admission.kind === "refuse") {
      expect(deadRow, "refused without cause").toBeGreaterThanOrEqual(failuresMax);
      expect(admission.retryMs).toBeGreaterThan(0);
      if (behind === 0)
        expect(isProbeOut || time - shutAt <= pauseMsMax, "shut for longer than a pause").toBe(true);
      return admission;
    }
    if (admission.kind === "pass") {
      expect(deadRow, "let through to a dead stream").toBeLessThan(failuresMax);
    } else {
      expect(deadRow).toBeGreaterThanOrEqual(failuresMax);
      if (behind === 0) {
        expect(isProbeOut, "two probes at a time").toBe(false);
        expect(time - shutAt, "a probe without a pause").toBeGreaterThanOrEqual(pauseMs);
      }
    }
    const one = { admission, since: time };
    if (admission.kind === "probe") latestProbe = one;
    underWay.push(one);
    return admission;
  }

  function end(one: UnderWay, reaction: Reaction): void {
    underWay = underWay.filter((other) => other !== one);
    breaker = rules.settle(breaker, one.admission, reaction, time - behind);
    const isLatestProbe = one === latestProbe;
    if (isLatestProbe) latestProbe = null;
    if (reaction === "alive") {
      deadRow = 0;
      latestProbe = null;
      expect(rules.admit(breaker, time - behind).admission.kind, "after an answer").toBe("pass");
    } else {
      deadRow++;
      if (deadRow === failuresMax || isLatestProbe) shutAt = time;
    }
  }

  for (const step of steps) {
    if (step.kind === "arrive") arrive();
    else if (step.kind === "wait") time += step.ms;
    else if (step.kind === "set clock back") {
      behind += step.ms;
    } else {
      const one = underWay[step.which % Math.max(1, underWay.length)];
      if (one) end(one, step.reaction);
    }
  }
  // Somebody who is refused now is let through after one wait, whatever the clock was before.
  if (arrive().kind !== "refuse") return;
  time += Math.max(pauseMsMax, probeMsMax) + 1;
  expect(arrive().kind, "for ever shut").not.toBe("refuse");
}

const wait = fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 12_000 }) });
const end = fc.record({
  kind: fc.constant("end" as const),
  which: fc.nat(20),
  reaction: fc.constantFrom<Reaction>("dead", "dead", "dead", "dead", "alive"),
});
const steps = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ kind: "arrive" }) },
  { weight: 5, arbitrary: end },
  { weight: 3, arbitrary: wait },
);
const back = fc.record({
  kind: fc.constant("set clock back" as const),
  ms: fc.constantFrom(1, 5_000, 3_600_000),
});
const histories = fc.oneof(
  fc.array(steps, { minLength: 5, maxLength: 80 }),
  fc.array(fc.oneof({ weight: 12, arbitrary: steps }, { weight: 1, arbitrary: back }), {
    minLength: 5,
    maxLength: 80,
  }),
);

function expectSound(rules: Rules): void {
  fc.assert(
    fc.property(histories, (history) => play(rules, history)),
    { numRuns: 3_000, seed: 7 },
  );
}

test("is open only after failures in a row, lets one probe at a time through, and never stays shut", () => {
  expectSound({ admit, settle });
});

describe("the histories notice a breaker", () => {
  const mistakes: [what: string, rules: Rules][] = [
    [
      "that never opens",
      { admit, settle: (breaker, ...rest) => (rest[1] === "dead" ? breaker : settle(breaker, ...rest)) },
    ],
    [
      "that opens at the first failure",
      {
        admit,
        settle: (breaker, admission, reaction, now) =>
          reaction === "dead" && breaker.kind === "closed"
            ? { kind: "open", failures: failuresMax, probeAt: now + pauseMs }
            : settle(breaker, admission, reaction, now),
      },
    ],
    [
      "that counts failures which do not follow each other",
      {
        admit,
        settle: (breaker, admission, reaction, now) =>
          reaction === "alive" && breaker.kind === "closed"
            ? breaker
            : settle(breaker, admission, reaction, now),
      },
    ],
    [
      "that lets all through once the pause is over",
      {
        admit: (breaker, now) =>
          breaker.kind === "probing"
            ? { breaker, admission: { kind: "probe", failures: breaker.failures } }
            : admit(breaker, now),
        settle,
      },
    ],
    [
      "that waits for a lost probe for ever",
      {
        admit: (breaker, now) =>
          breaker.kind === "probing"
            ? { breaker, admission: { kind: "refuse", retryMs: 1_000 } }
            : admit(breaker, now),
        settle,
      },
    ],
    [
      "that opens anew for a request which is late",
      {
        admit,
        settle: (breaker, admission, reaction, now) =>
          reaction === "dead" && breaker.kind !== "closed"
            ? { kind: "open", failures: breaker.failures, probeAt: now + pauseMs }
            : settle(breaker, admission, reaction, now),
      },
    ],
    [
      "that believes its probe alone when the stream is alive",
      {
        admit,
        settle: (breaker, admission, reaction, now) =>
          admission.kind === "pass" && breaker.kind !== "closed"
            ? breaker
            : settle(breaker, admission, reaction, now),
      },
    ],
    [
      "that trusts a clock which was set back",
      {
        admit: (breaker, now) =>
          breaker.kind === "open" && breaker.probeAt > now
            ? { breaker, admission: { kind: "refuse", retryMs: breaker.probeAt - now } }
            : admit(breaker, now),
        settle,
      },
    ],
    [
      "whose pauses grow without end",
      {
        admit: (breaker, now) =>
          breaker.kind === "open" && breaker.probeAt > now
            ? { breaker, admission: { kind: "refuse", retryMs: breaker.probeAt - now } }
            : admit(breaker, now),
        settle: (...args) => {
          const next = settle(...args);
          return next.kind === "open" ? { ...next, probeAt: args[3] + pauseMs * 2 ** next.failures } : next;
        },
      },
    ],
  ];

  test.each(mistakes)("%s", (_, rules) => {
    expect(() => expectSound(rules)).toThrow();
  });
});

test("the pause doubles with each failed probe, up to its bound", () => {
  let breaker: Breaker = closed;
  for (let n = 0; n < failuresMax; n++) breaker = settle(breaker, { kind: "pass" }, "dead", 0);
  const pauses: number[] = [];
  for (let now = 0; pauses.length < 5; ) {
    if (breaker.kind !== "open") throw new Error(`expected open, got ${breaker.kind}`);
    pauses.push(breaker.probeAt - now);
    now = breaker.probeAt;
    const admitted = admit(breaker, now);
    breaker = settle(admitted.breaker, admitted.admission, "dead", now);
  }
  expect(pauses).toEqual([2_000, 4_000, 8_000, 10_000, 10_000]);
});

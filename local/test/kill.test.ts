// A few kills of each kind, at every change. The long run is in kill.long.test.ts.

import { describe, expect, test } from "vitest";
import { compareIds } from "./kill-compare.ts";
import { expectNothingLost } from "./kill-report.ts";

test("what was answered is in events once, after three kills", { timeout: 60_000 }, async () => {
  await expectNothingLost({ kills: 3, eventsMin: 2_000 });
});

describe("the comparison", () => {
  const ids = new Set(["a", "b", "c"]);

  test("finds nothing where all is well, nor an unanswered event that was stored or not", () => {
    const fine = { lost: [], doubled: [], unknown: [] };
    expect(compareIds(["c", "a", "b"], ids, ids)).toEqual(fine);
    expect(compareIds(["a", "b"], ids, new Set(["a"]))).toEqual(fine);
  });

  test("notices one lost", () => {
    expect(compareIds(["a", "c"], ids, ids)).toEqual({ lost: ["b"], doubled: [], unknown: [] });
  });

  test("notices one doubled", () => {
    expect(compareIds(["a", "b", "c", "b"], ids, ids)).toEqual({ lost: [], doubled: ["b"], unknown: [] });
  });

  test("notices one that nobody sent", () => {
    expect(compareIds(["a", "b", "c", "d"], ids, ids)).toEqual({ lost: [], doubled: [], unknown: ["d"] });
  });
});

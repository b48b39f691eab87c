import { test } from "vitest";
import { takeStreamDown } from "./trouble-down.ts";
import { expectAllOnce } from "./trouble-report.ts";

test("everything sent is in events once after a minute without a stream", { timeout: 150_000 }, async () => {
  await expectAllOnce("down for 60 s", (lab) => takeStreamDown(lab, 60_000));
});

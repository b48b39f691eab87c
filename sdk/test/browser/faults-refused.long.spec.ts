// As faults-refused, where the SDK needs many tries.

import { expect, test, track } from "./fixture.ts";
import { expectHalved } from "./halving.ts";

test("413 above 2 KB that the page cannot read: delivered by halving after several failures, nothing twice, nothing given up", async ({
  context,
  open,
  arrived,
  copies,
  dropped,
  lab,
}) => {
  const refused = await expectHalved({ lab, arrived, copies, dropped }, false, async (attributes, count) => {
    await track(await open(context, "/", attributes), 0, count);
  });
  expect(refused).toBeGreaterThanOrEqual(3);
});

// The SDK in a real page: what its calls cost, and what it sends.

import type { Benchmark, Figure } from "./benchmark.ts";
import { measureBurst } from "./sdk-page/burst.ts";
import { measureInit } from "./sdk-page/init.ts";
import { measureSessions } from "./sdk-page/session.ts";
import { withStage } from "./sdk-page/stage.ts";
import { measureTrack } from "./sdk-page/track.ts";
import { sdkSetups } from "./sdk-setups.ts";

export const sdkPageBenchmark: Benchmark = {
  name: "sdk-page",
  run: () =>
    withStage(async (stage) => {
      const figures: Figure[] = await measureInit(stage);
      for (const setup of sdkSetups) {
        figures.push(...(await measureBurst(stage, setup)));
        figures.push(...(await measureTrack(stage, setup)));
      }
      return [...figures, ...(await measureSessions(stage))];
    }),
};

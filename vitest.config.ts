import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const isFull = process.env.RIACHO_FULL === "1";

/** Their time is spent waiting: outages, and a pipeline that starts again and again. */
const waiting = ["local/test/{kill,trouble-*}{,.long}.test.ts"];

const exclude = ["**/node_modules/**", ...(isFull ? [] : ["**/*.long.test.ts"])];

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // By itself Vitest leaves a core idle, which is half of most machines of CI.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: { name: "waiting", include: waiting, exclude, maxWorkers: 3, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: "unit",
          include: ["*/test/**/*.test.ts"],
          exclude: [...exclude, ...waiting],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

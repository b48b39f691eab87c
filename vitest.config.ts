import { defineConfig } from "vitest/config";

const isFull = process.env.RIACHO_FULL === "1";

export default defineConfig({
  test: {
    include: ["*/test/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...(isFull ? [] : ["**/*.long.test.ts"])],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});

import { expect, test } from "vitest";
import { readServerSettings } from "../src/server-settings.ts";

test("by default port 8080, and five seconds to drain", () => {
  expect(readServerSettings({})).toEqual({ port: 8080, drainMs: 5000 });
  expect(readServerSettings({ PORT: "0", RIACHO_DRAIN_MS: "0" })).toEqual({ port: 0, drainMs: 0 });
});

test.each([
  [{ PORT: "http" }, 'PORT: expected a whole number from 0 to 65535, got "http"'],
  [{ PORT: "65536" }, 'got "65536"'],
  [{ PORT: "" }, 'PORT: expected a whole number from 0 to 65535, got ""'],
  [{ PORT: "-1" }, 'got "-1"'],
  [{ RIACHO_DRAIN_MS: "5s" }, 'RIACHO_DRAIN_MS: expected a whole number from 0 to 600000, got "5s"'],
])("%j is refused, with what was expected", (env, message) => {
  expect(() => readServerSettings(env)).toThrow(message);
});

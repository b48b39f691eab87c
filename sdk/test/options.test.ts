import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Options } from "../src/api.ts";
import { readEndpoint } from "../src/options.ts";

beforeEach(() => void vi.stubGlobal("location", { origin: "https://shop.example.com" }));
afterEach(() => void vi.unstubAllGlobals());

test("by default the page's own origin is the collector", () => {
  expect(readEndpoint({ appId: "shop" })).toBe("https://shop.example.com");
});

test.each([
  ["https://t.example.com/", "https://t.example.com"],
  ["https://t.example.com//", "https://t.example.com"],
  ["https://example.com/t/", "https://example.com/t"],
])("an endpoint ends without a slash: %s", (endpoint, kept) => {
  expect(readEndpoint({ appId: "shop", endpoint })).toBe(kept);
});

describe("what cannot be meant is refused, with what was expected and what came", () => {
  test.each<[string, unknown]>([
    ["no app id", {}],
    ["an empty app id", { appId: "" }],
    ["an endpoint without a scheme", { appId: "shop", endpoint: "t.example.com" }],
    ["a path", { appId: "shop", endpoint: "/t" }],
    ["another scheme", { appId: "shop", endpoint: "ftp://t.example.com" }],
    ["a scheme alone", { appId: "shop", endpoint: "https://" }],
    ["an empty endpoint", { appId: "shop", endpoint: "" }],
    ["null", { appId: "shop", endpoint: null }],
  ])("%s", (_, options) => {
    const { appId, endpoint = location.origin } = options as Options;
    const got = JSON.stringify({ appId, endpoint });
    expect(() => readEndpoint(options as Options)).toThrow(TypeError);
    expect(() => readEndpoint(options as Options)).toThrow(`https://t.example.com"}, got ${got}`);
  });

  test("the origin of a file, which is no URL", () => {
    vi.stubGlobal("location", { origin: "null" });
    expect(() => readEndpoint({ appId: "shop" })).toThrow('"endpoint":"null"');
  });
});

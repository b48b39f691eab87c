import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { collectorVersion } from "../src/version.ts";

const RIACHO_APPS = '{"shop":{"origins":["https://shop.example.com"]}}';

const toApps = (id: string, cookieDomain: string) => ({
  RIACHO_STREAM: "s",
  RIACHO_APPS: `{"${id}":{"origins":[],"cookieDomain":${cookieDomain}}}`,
});

test("sound settings are read", () => {
  const { streamName, apps } = readConfig({ RIACHO_STREAM: "events", RIACHO_APPS });
  expect([streamName, apps.get("shop")]).toEqual([
    "events",
    { origins: ["https://shop.example.com"], off: false, cookieDomain: null },
  ]);
});

test.each(["example.com", "a-b.example.co.uk", "localhost"])("a cookie may be renewed on %s", (domain) => {
  expect(readConfig(toApps("shop", `"${domain}"`)).apps.get("shop")?.cookieDomain).toBe(domain);
});

test.each<readonly [Record<string, string>, string]>([
  [{ RIACHO_APPS }, "RIACHO_STREAM: expected the name of a Kinesis stream, got nothing"],
  [{ RIACHO_STREAM: "s" }, "RIACHO_APPS: expected JSON"],
  [{ RIACHO_STREAM: "s", RIACHO_APPS: "shop" }, "got shop"],
  [{ RIACHO_STREAM: "s", RIACHO_APPS: "[]" }, "expected an object"],
  [{ RIACHO_STREAM: "s", RIACHO_APPS: '{"shop":{}}' }, 'app "shop": expected "origins"'],
  [{ RIACHO_STREAM: "s", RIACHO_APPS: '{"shop":null}' }, 'app "shop": expected "origins"'],
  [
    { RIACHO_STREAM: "s", RIACHO_APPS: '{"shop":{"origins":["shop.example.com"]}}' },
    'got ["shop.example.com"]',
  ],
  [{ RIACHO_STREAM: "s", RIACHO_APPS: '{"shop":{"origins":["https://a.example/path"]}}' }, "without a path"],
  [{ RIACHO_STREAM: "s", RIACHO_APPS: '{"shop":{"origins":[],"off":"no"}}' }, 'expected "off"'],
  ...[
    '".example.com"',
    '"https://example.com"',
    '"example.com:80"',
    '"example.com; Secure"',
    '""',
    "true",
  ].map((domain) => [toApps("shop", domain), `app "shop": expected "cookieDomain": a domain`] as const),
  [toApps("a;b", '"example.com"'), 'app "a;b": expected an id of letters, digits, - and _'],
])("a wrong setting says what was expected and what came: %j", (env, message) => {
  expect(() => readConfig(env)).toThrow(message);
});

test("the version in rows is the package's", () => {
  const file = new URL("../package.json", import.meta.url);
  expect(collectorVersion).toBe(JSON.parse(readFileSync(file, "utf8")).version);
});

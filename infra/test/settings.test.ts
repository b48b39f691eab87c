import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { expect, test } from "vitest";
import { createApp } from "../src/create-app.ts";
import { environments } from "../src/environments.ts";
import { environmentNames, logRetentionDays, readSettings } from "../src/settings.ts";
import { inFolder } from "./synthesise.ts";

const sound = environments[0];

test("the environments are dev, test and prod, and are read as they are", () => {
  expect(environments.map(({ name }) => name)).toEqual(environmentNames);
  for (const settings of environments) expect(readSettings(settings)).toEqual(settings);
});

test("on-demand needs no shards", () => {
  const stream = { mode: "on-demand", retentionHours: 24 };
  expect(readSettings({ ...sound, stream }).stream).toEqual(stream);
});

test("the days that logs may be kept are CloudWatch's", () => {
  const theirs = Object.values(RetentionDays).filter((days) => typeof days === "number");
  // CDK's stand-in for ever, which no setting may say.
  expect(theirs.filter((days) => days !== RetentionDays.INFINITE)).toEqual(logRetentionDays);
});

const shop = { origins: ["https://www.example.com"] };
const provisioned = { mode: "provisioned", shards: 1, retentionHours: 24 };

test.each<[object, string]>([
  [{ name: "stage" }, 'an environment: name: expected one of dev, test, prod, got "stage"'],
  [{ account: "12345" }, 'dev: account: expected twelve digits, got "12345"'],
  [{ account: 123456789012 }, "dev: account: expected twelve digits, got 123456789012"],
  [{ region: "Ireland" }, 'dev: region: expected a region such as "eu-west-1", got "Ireland"'],
  [{ stream: undefined }, "dev: stream.mode: expected one of provisioned, on-demand, got undefined"],
  [
    { stream: { ...provisioned, mode: "PROVISIONED" } },
    'expected one of provisioned, on-demand, got "PROVISIONED"',
  ],
  [
    { stream: { ...provisioned, shards: 1.5 } },
    "dev: stream.shards: expected a whole number from 1 to 10000, got 1.5",
  ],
  [
    { stream: { ...provisioned, retentionHours: 12 } },
    "dev: stream.retentionHours: expected a whole number from 24",
  ],
  [
    { stream: { ...provisioned, mode: "on-demand" } },
    'dev: stream: expected mode, retentionHours, got a key "shards"',
  ],
  [
    { throttling: { requestsPerSecond: 0, burst: 1 } },
    "dev: throttling.requestsPerSecond: expected a whole number",
  ],
  [{ throttling: { requestsPerSecond: 1 } }, "dev: throttling.burst: expected a whole number from 1 to"],
  [{ throttling: 5 }, "dev: throttling: expected an object of requestsPerSecond, burst, got 5"],
  [
    { collector: { memoryMb: 64, reservedConcurrency: 1 } },
    "dev: collector.memoryMb: expected a whole number from 128",
  ],
  [
    { collector: { memoryMb: 128, reservedConcurrency: 0 } },
    "dev: collector.reservedConcurrency: expected a whole",
  ],
  [{ logRetentionDays: 8 }, "dev: logRetentionDays: expected one of 1, 3, 5, 7,"],
  [{ isProtected: "no" }, 'dev: isProtected: expected one of true, false, got "no"'],
  [
    { edgeSecretParameter: "edge secret" },
    "dev: edgeSecretParameter: expected a parameter's name such as \"/riacho",
  ],
  [{ alarms: [] }, "expected name, account, region, apps, stream, throttling, collector, logRetentionDays"],
  [{ apps: {} }, "dev: apps: expected at least one app, got {}"],
  [{ apps: [shop] }, "dev: apps: RIACHO_APPS: expected an object"],
  [{ apps: undefined }, "dev: apps: RIACHO_APPS: expected JSON"],
  [{ apps: { shop: {} } }, 'dev: apps: RIACHO_APPS: app "shop": expected "origins"'],
  [{ apps: { shop: { origins: ["https://a.example/x"] } } }, 'got ["https://a.example/x"]'],
  [{ apps: { shop: { origins: [] } } }, "dev: apps.shop.origins: expected at least one origin, got []"],
  [
    { apps: { shop: { origins: ["http://a.example"] } } },
    'expected https, or http://localhost, got "http://a.example"',
  ],
  [{ apps: { shop: { origins: ["http://localhost.example"] } } }, "expected https, or http://localhost"],
  [
    { apps: { shop: { ...shop, cookiedomain: "a.example" } } },
    'dev: apps.shop: expected origins, off, cookieDomain, got a key "cookiedomain"',
  ],
  [{ apps: { shop: { ...shop, cookieDomain: ".a.example" } } }, 'expected "cookieDomain": a domain'],
  [
    { apps: { shop: { origins: Array(200).fill("https://www.example.com") } } },
    "expected at most 3500 bytes as JSON",
  ],
])("a wrong setting says what was expected and what came: %j", (wrong, sentence) => {
  expect(() => readSettings({ ...sound, ...wrong })).toThrow(sentence);
});

test.each([[null], [undefined], [{}], ["dev"]])("%j is no environment", (value) => {
  expect(() => readSettings(value)).toThrow("an environment: name: expected one of dev, test, prod");
});

test("a wrong setting ends the synth", () => {
  const create = () => inFolder((outdir) => createApp([{ ...sound, account: "dev" }], { outdir }));
  expect(create).toThrow("dev: account: expected twelve digits");
});

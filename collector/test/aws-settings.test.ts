import { describe, expect, test } from "vitest";
import { readAwsSettings, readKeys } from "../src/aws-settings.ts";

const keys = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
const env = { AWS_REGION: "eu-west-1", ...keys, AWS_SESSION_TOKEN: "token" };

test("what Lambda sets is enough", () => {
  const { region, kinesisUrl, ssmUrl } = readAwsSettings(env);
  expect(region).toBe("eu-west-1");
  expect(readKeys(env)).toEqual({
    accessKeyId: "AKIAEXAMPLE",
    secretAccessKey: "secret",
    sessionToken: "token",
  });
  expect([kinesisUrl.href, ssmUrl.href]).toEqual([
    "https://kinesis.eu-west-1.amazonaws.com/",
    "https://ssm.eu-west-1.amazonaws.com/",
  ]);
});

test("keys that last have no token", () => {
  expect(readKeys(keys)).not.toHaveProperty("sessionToken");
});

test("China has a domain of its own", () => {
  const { kinesisUrl } = readAwsSettings({ ...env, AWS_REGION: "cn-north-1" });
  expect(kinesisUrl.host).toBe("kinesis.cn-north-1.amazonaws.com.cn");
});

test("an endpoint may be another", () => {
  const { kinesisUrl } = readAwsSettings({ ...env, AWS_ENDPOINT_URL_KINESIS: "http://127.0.0.1:4567" });
  expect(kinesisUrl.host).toBe("127.0.0.1:4567");
});

describe("is refused at once, with what was expected:", () => {
  test.each([
    ["no region", { AWS_REGION: "" }, "AWS_REGION: expected a region such as eu-west-1, got nothing"],
    ["a region that would be another host", { AWS_REGION: "evil.example/" }, "got evil.example/"],
    ["an endpoint that is no URL", { AWS_ENDPOINT_URL_SSM: "localhost:1" }, "AWS_ENDPOINT_URL_SSM: expected"],
  ])("%s", (_, change, sentence) => {
    expect(() => readAwsSettings({ ...env, ...change })).toThrow(sentence);
  });

  test("half of the keys", () => {
    const half = { ...keys, AWS_SECRET_ACCESS_KEY: "" };
    expect(() => readKeys(half)).toThrow("expected both, as Lambda sets them, got nothing");
  });

  test.each([
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  ])("%s in place of keys, by its name and not its value", (name) => {
    const read = () => readKeys({ [name]: "hush" });
    expect(read).toThrow(`got ${name}, which the collector does not read`);
    expect(read).not.toThrow("hush");
  });
});

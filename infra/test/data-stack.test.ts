import { beforeAll, describe, expect, test } from "vitest";
import { environments } from "../src/environments.ts";
import type { Settings } from "../src/settings.ts";
import { onlyResource } from "./collector-of.ts";
import { findSettings } from "./find-settings.ts";
import { type Synthesised, synthesise } from "./synthesise.ts";

const streamType = "AWS::Kinesis::Stream";

describe.each(environments)("in $name", (settings: Settings) => {
  let synthesised: Synthesised;

  beforeAll(async () => {
    synthesised = await synthesise(settings);
  }, 60_000);

  test("the stream is encrypted, and keeps records as long as the settings say", () => {
    expect(onlyResource(synthesised.data, streamType)).toMatchObject({
      RetentionPeriodHours: settings.stream.retentionHours,
      StreamEncryption: { EncryptionType: "KMS", KeyId: "alias/aws/kinesis" },
    });
  });

  test("the stream outlives a protected stack, which refuses to be deleted", () => {
    const [stream] = Object.values(synthesised.data.findResources(streamType));
    expect(stream).toMatchObject({
      DeletionPolicy: settings.isProtected ? "Retain" : "Delete",
      UpdateReplacePolicy: settings.isProtected ? "Retain" : "Delete",
    });
    expect(synthesised.stage.data.terminationProtection).toBe(settings.isProtected);
  });

  test("the collector's stack holds on to the stream: it cannot be replaced under it", () => {
    expect(JSON.stringify(synthesised.ingest.toJSON())).toContain(
      `"Fn::ImportValue":"riacho-${settings.name}-data:`,
    );
  });
});

test("prod alone is protected, and has more shards and a longer memory", () => {
  const { stream, isProtected, logRetentionDays } = findSettings(environments, "prod");
  const others = environments.filter(({ name }) => name !== "prod");
  expect(isProtected).toBe(true);
  for (const other of others) {
    expect(other.isProtected).toBe(false);
    expect(other.logRetentionDays).toBeLessThan(logRetentionDays);
    expect(other.stream.retentionHours).toBeLessThan(stream.retentionHours);
  }
});

test.each<[Settings["stream"], object, boolean]>([
  [
    { mode: "provisioned", shards: 3, retentionHours: 24 },
    { ShardCount: 3, StreamModeDetails: { StreamMode: "PROVISIONED" } },
    true,
  ],
  [{ mode: "on-demand", retentionHours: 24 }, { StreamModeDetails: { StreamMode: "ON_DEMAND" } }, false],
])(
  "the stream's mode is a switch: %j",
  async (stream, properties, hasShards) => {
    const { data } = await synthesise({ ...findSettings(environments, "dev"), stream });
    const found = onlyResource(data, streamType);
    expect(found).toMatchObject(properties);
    expect("ShardCount" in found).toBe(hasShards);
  },
  60_000,
);

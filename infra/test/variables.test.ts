// The template writes what the collector reads.

import { readConfig } from "@riacho/collector/config";
import { expect, test } from "vitest";
import { environments } from "../src/environments.ts";
import { variablesOf } from "./collector-of.ts";
import { createDeployed } from "./deployed.ts";
import { synthesise } from "./synthesise.ts";

test.each(environments)(
  "in $name the collector reads its apps and its stream",
  async (settings) => {
    const synthesised = await synthesise(settings);
    const { resolve } = createDeployed(synthesised, settings);
    const variables = resolve(variablesOf(synthesised.ingest)) as Record<string, string>;
    expect(Object.keys(variables).sort()).toEqual([
      "RIACHO_APPS",
      "RIACHO_EDGE_SECRET_PARAMETER",
      "RIACHO_STREAM",
    ]);
    expect(variables.RIACHO_EDGE_SECRET_PARAMETER).toBe(settings.edgeSecretParameter);

    const { apps, streamName } = readConfig(variables);
    const arn = resolve({
      "Fn::GetAtt": [Object.keys(synthesised.data.findResources("AWS::Kinesis::Stream"))[0], "Arn"],
    });
    expect(String(arn).split("stream/")[1]).toBe(streamName);
    const expected = Object.entries(settings.apps).map(([id, app]) => [
      id,
      { off: false, cookieDomain: null, ...app },
    ]);
    expect([...apps]).toEqual(expected);
  },
  60_000,
);

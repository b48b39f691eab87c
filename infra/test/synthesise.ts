// The app as the command line would make it: with the feature flags of cdk.json.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { withCollectorBundle } from "../../local/test/server-bundle.ts";
import { createApp } from "../src/create-app.ts";
import type { EnvironmentStage } from "../src/environment-stage.ts";
import type { Settings } from "../src/settings.ts";

export const cdkJson = JSON.parse(readFileSync(new URL("../cdk.json", import.meta.url), "utf8"));

/** Of one environment. */
export interface Synthesised {
  stage: EnvironmentStage;
  data: Template;
  ingest: Template;
}

/** @param plant changes the stage before it is synthesised: for mistakes that a test must see */
export async function synthesise(
  settings: Settings,
  plant: (stage: EnvironmentStage) => void = () => {},
): Promise<Synthesised> {
  await withCollectorBundle();
  return inFolder((outdir) => {
    const app = createApp([settings], { context: cdkJson.context, outdir });
    const stage = app.node.findChild(settings.name) as EnvironmentStage;
    plant(stage);
    return { stage, data: Template.fromStack(stage.data), ingest: Template.fromStack(stage.ingest) };
  });
}

/** Gives a folder that is gone afterwards: an app that is given none makes one, and leaves it. */
export function inFolder<Result>(make: (outdir: string) => Result): Result {
  const outdir = mkdtempSync(join(tmpdir(), "riacho-cdk-"));
  try {
    return make(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

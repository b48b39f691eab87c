import { Stage, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { DataStack } from "./data-stack.ts";
import { IngestStack } from "./ingest-stack.ts";
import type { Settings } from "./settings.ts";

/** One environment, whole: all its stacks, in one account and region. */
export class EnvironmentStage extends Stage {
  readonly data: DataStack;
  readonly ingest: IngestStack;

  constructor(scope: Construct, settings: Settings) {
    const { name, account, region, isProtected } = settings;
    super(scope, name, { env: { account, region } });
    // Names that say what they are in a console beside others' stacks.
    const toProps = (part: string) => ({
      stackName: `riacho-${name}-${part}`,
      terminationProtection: isProtected,
    });
    this.data = new DataStack(this, "Data", toProps("data"), settings);
    this.ingest = new IngestStack(this, "Ingest", toProps("ingest"), this.data.events, settings);
    Tags.of(this).add("riacho:environment", name);
  }
}

// What takes events in and holds nothing: it may be replaced at any time.

import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { IStream } from "aws-cdk-lib/aws-kinesis";
import type { Construct } from "constructs";
import { CollectorApi } from "./collector-api.ts";
import { CollectorFunction } from "./collector-function.ts";
import type { Settings } from "./settings.ts";

export class IngestStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps, events: IStream, settings: Settings) {
    super(scope, id, props);
    const collector = new CollectorFunction(this, "Collector", events, settings);
    const { url } = new CollectorApi(this, "Door", collector.function, settings);
    new CfnOutput(this, "CollectorUrl", {
      value: url,
      description: "Where the SDK sends to, and /v1/health",
    });
  }
}

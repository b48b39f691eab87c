// What holds events. Apart from what may be replaced at any time, so that no change there can touch it.

import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { type IStream, Stream, StreamEncryption, StreamMode } from "aws-cdk-lib/aws-kinesis";
import type { Construct } from "constructs";
import { removalOf } from "./removal.ts";
import type { Settings } from "./settings.ts";

export class DataStack extends Stack {
  /** Takes the collector's records. */
  readonly events: IStream;

  constructor(scope: Construct, id: string, props: StackProps, settings: Settings) {
    super(scope, id, props);
    const { stream } = settings;
    this.events = new Stream(this, "Events", {
      ...(stream.mode === "provisioned"
        ? { streamMode: StreamMode.PROVISIONED, shardCount: stream.shards }
        : { streamMode: StreamMode.ON_DEMAND }),
      retentionPeriod: Duration.hours(stream.retentionHours),
      // With AWS' key the collector needs no permission on it, and no request to KMS is billed.
      encryption: StreamEncryption.MANAGED,
      removalPolicy: removalOf(settings),
    });
  }
}

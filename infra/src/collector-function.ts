// The collector as a function, with a role that may do what the collector does and nothing else.

import { fileURLToPath } from "node:url";
import { Duration, Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IStream } from "aws-cdk-lib/aws-kinesis";
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { removalOf } from "./removal.ts";
import type { Settings } from "./settings.ts";

/** Named by its path: what is deployed is the file that the tests and the local pipeline run. */
const bundleDir = fileURLToPath(new URL("../../collector/dist", import.meta.url));

/** The SDK gives a request up after this time (`sdk/src/send.ts`); later nobody waits for the answer. */
const timeout = Duration.seconds(10);

export class CollectorFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, events: IStream, settings: Settings) {
    super(scope, id);
    const { memoryMb, reservedConcurrency } = settings.collector;
    const logGroup = new LogGroup(this, "Log", {
      retention: settings.logRetentionDays,
      removalPolicy: removalOf(settings),
    });
    this.function = new LambdaFunction(this, "Function", {
      description: `Riacho's collector, ${settings.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "handler.handler",
      code: Code.fromAsset(bundleDir, { exclude: ["*", "!handler.mjs"] }),
      environment: {
        RIACHO_STREAM: events.streamName,
        RIACHO_APPS: JSON.stringify(settings.apps),
        RIACHO_EDGE_SECRET_PARAMETER: settings.edgeSecretParameter,
      },
      timeout,
      memorySize: memoryMb,
      reservedConcurrentExecutions: reservedConcurrency,
      role: this.#createRole(events, logGroup, settings),
      logGroup,
      // A line per call would say what metrics say, and cost more than the call.
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.WARN,
      systemLogLevelV2: SystemLogLevel.WARN,
    });
  }

  /** A role of our own: CDK's default one carries AWS' managed policy, which may write to every log group. */
  #createRole(events: IStream, logGroup: LogGroup, { edgeSecretParameter }: Settings): Role {
    const edgeSecret = Stack.of(this).formatArn({
      service: "ssm",
      resource: "parameter",
      resourceName: edgeSecretParameter.slice(1),
    });
    return new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: {
        collector: new PolicyDocument({
          statements: [
            allow("PutEvents", ["kinesis:PutRecords"], events.streamArn),
            // Of a SecureString under AWS' own key, which every caller of the account may use through SSM.
            allow("ReadEdgeSecret", ["ssm:GetParameter"], edgeSecret),
            // A log group's ARN ends with `:*`, which stands for its streams.
            allow("WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], logGroup.logGroupArn),
          ],
        }),
      },
    });
  }
}

function allow(sid: string, actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({ sid, actions, resources: [resource] });
}

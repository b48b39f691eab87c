// The door: an HTTP API that hands every request to the collector, which knows paths, CORS and refusals itself.

import { Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { accessLogFormat } from "./access-log.ts";
import { removalOf } from "./removal.ts";
import type { Settings } from "./settings.ts";

export class CollectorApi extends Construct {
  /** Such as `https://abc123.execute-api.eu-west-1.amazonaws.com`, without a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, collector: IFunction, settings: Settings) {
    super(scope, id);
    const api = new HttpApi(this, "Api", {
      description: `Riacho's door, ${settings.name}`,
      // No corsPreflight: it would answer in the collector's place, and override the headers of its answers.
      defaultIntegration: new HttpLambdaIntegration("Collector", collector),
      createDefaultStage: false,
    });
    const { requestsPerSecond, burst } = settings.throttling;
    new HttpStage(this, "Stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: requestsPerSecond, burstLimit: burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, "AccessLog", {
            retention: settings.logRetentionDays,
            removalPolicy: removalOf(settings),
          }),
        ),
        format: AccessLogFormat.custom(accessLogFormat),
      },
    });
    Validations.of(api).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "Anonymous pages send events; the collector judges app and origin, the stage's throttling bounds the rest.",
    });
    this.url = api.apiEndpoint;
  }
}

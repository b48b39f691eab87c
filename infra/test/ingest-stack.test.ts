import { secretsMsMax } from "@riacho/collector/read-edge-secrets";
import { budgetMs } from "@riacho/collector/retry-delay";
import type { Template } from "aws-cdk-lib/assertions";
import { ManagedPolicy, PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import { beforeAll, describe, expect, test } from "vitest";
import { environments } from "../src/environments.ts";
import type { Settings } from "../src/settings.ts";
import { onlyResource, statementsOf, variablesOf } from "./collector-of.ts";
import { createDeployed } from "./deployed.ts";
import { findSettings } from "./find-settings.ts";
import { type Synthesised, synthesise } from "./synthesise.ts";

/**
 * All that is no waiting, in milliseconds of a whole processor: loading the bundle (30 where this was written), judging the
 * largest request there is (100) and signing it.
 */
const workMs = 200;

/** Memory that comes with a whole processor. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const processorMb = 1769;

describe.each(environments)("in $name", (settings: Settings) => {
  let synthesised: Synthesised;
  let ingest: Template;

  beforeAll(async () => {
    synthesised = await synthesise(settings);
    ({ ingest } = synthesised);
  }, 60_000);

  test("the collector is the bundle, on the Lambda it was made for, within its bounds", () => {
    expect(onlyResource(ingest, "AWS::Lambda::Function")).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "handler.handler",
      Timeout: 10,
      MemorySize: settings.collector.memoryMb,
      ReservedConcurrentExecutions: settings.collector.reservedConcurrency,
    });
  });

  test("the collector answers 503 by itself before its time is up, at a cold start too", () => {
    const { Timeout, MemorySize } = onlyResource(ingest, "AWS::Lambda::Function");
    // A start that Lambda cut off is done again within the first request's time.
    const waitingMs = secretsMsMax + budgetMs;
    expect(1000 * Timeout).toBeGreaterThanOrEqual(waitingMs + (workMs * processorMb) / MemorySize);
  });

  test("the role may put to one stream, read one parameter and write one log, and nothing else", () => {
    const { resolve } = createDeployed(synthesised, settings);
    const { region, account, edgeSecretParameter } = settings;
    const { RIACHO_STREAM } = resolve(variablesOf(ingest)) as Record<string, string>;
    expect(resolve(statementsOf(ingest))).toEqual([
      {
        Sid: "PutEvents",
        Effect: "Allow",
        Action: "kinesis:PutRecords",
        Resource: `arn:aws:kinesis:${region}:${account}:stream/${RIACHO_STREAM}`,
      },
      {
        Sid: "ReadEdgeSecret",
        Effect: "Allow",
        Action: "ssm:GetParameter",
        Resource: `arn:aws:ssm:${region}:${account}:parameter${edgeSecretParameter}`,
      },
      {
        Sid: "WriteLog",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: expect.stringMatching(/^arn:aws:logs:[\w:-]+:log-group:CollectorLog[^:]+:\*$/),
      },
    ]);
  });

  test("Lambda alone may take the role", () => {
    expect(onlyResource(ingest, "AWS::IAM::Role").AssumeRolePolicyDocument.Statement).toEqual([
      { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
    ]);
  });

  test("API Gateway alone may call the function, for this API", () => {
    const { Principal, SourceArn } = onlyResource(ingest, "AWS::Lambda::Permission");
    expect(Principal).toBe("apigateway.amazonaws.com");
    expect(JSON.stringify(SourceArn)).toContain('{"Ref":"DoorApi');
  });

  test("every request goes to the collector, as payload format 2.0", () => {
    expect(onlyResource(ingest, "AWS::ApiGatewayV2::Route").RouteKey).toBe("$default");
    expect(onlyResource(ingest, "AWS::ApiGatewayV2::Integration").PayloadFormatVersion).toBe("2.0");
  });

  test("API Gateway's own CORS is off", () => {
    const api = onlyResource(ingest, "AWS::ApiGatewayV2::Api");
    expect(api.ProtocolType).toBe("HTTP");
    expect(api).not.toHaveProperty("CorsConfiguration");
  });

  test("the door lets through what the settings say", () => {
    const { requestsPerSecond, burst } = settings.throttling;
    const stage = onlyResource(ingest, "AWS::ApiGatewayV2::Stage");
    expect(stage.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: requestsPerSecond,
      ThrottlingBurstLimit: burst,
    });
    // Else they would have limits of their own.
    expect(stage).not.toHaveProperty("RouteSettings");
  });

  test("the access log is one line of JSON that does not say who asked", () => {
    const { Format } = onlyResource(ingest, "AWS::ApiGatewayV2::Stage").AccessLogSettings;
    expect(Format).not.toMatch(/\n/);
    const variables = Object.values<string>(JSON.parse(Format));
    for (const variable of variables) {
      expect(variable).toMatch(/^\$context\.[\w.]+$/);
      expect(variable).not.toMatch(/identity|ip|useragent|authorizer|header|query|cookie/i);
    }
    expect(variables).toContain("$context.requestId");
    expect(variables).toContain("$context.status");
  });

  test("both logs are kept as long as the settings say, and outlive a protected stack", () => {
    const groups = Object.values(ingest.findResources("AWS::Logs::LogGroup"));
    expect(groups).toHaveLength(2);
    for (const { Properties, DeletionPolicy } of groups) {
      expect(Properties.RetentionInDays).toBe(settings.logRetentionDays);
      expect(DeletionPolicy).toBe(settings.isProtected ? "Retain" : "Delete");
    }
  });

  test("the collector writes JSON from WARN on, to its own log", () => {
    const { LoggingConfig } = onlyResource(ingest, "AWS::Lambda::Function");
    expect(LoggingConfig).toEqual({
      LogFormat: "JSON",
      ApplicationLogLevel: "WARN",
      SystemLogLevel: "WARN",
      LogGroup: { Ref: expect.stringMatching(/^CollectorLog/) },
    });
  });

  test("the stack is protected as the settings say", () => {
    expect(synthesised.stage.ingest.terminationProtection).toBe(settings.isProtected);
  });
});

test.each<[string, (role: Role) => void, string]>([
  [
    "a managed policy",
    (role) => role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName("ReadOnlyAccess")),
    "expected no managed policy",
  ],
  [
    "a policy beside the role",
    (role) => role.addToPolicy(new PolicyStatement({ actions: ["s3:GetObject"], resources: ["*"] })),
    "AWS::IAM::Policy",
  ],
])(
  "%s is seen",
  async (_, mistake, sentence) => {
    const { ingest } = await synthesise(findSettings(environments, "dev"), (stage) =>
      mistake(stage.ingest.node.findChild("Collector").node.findChild("Role") as Role),
    );
    expect(() => statementsOf(ingest)).toThrow(sentence);
  },
  60_000,
);

// The Lambda's entry: API Gateway's HTTP API event (payload format 2.0) in, its result out.

import { setTimeout as sleep } from "node:timers/promises";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { readAwsSettings } from "./aws-settings.ts";
import { createCallAws } from "./call-aws.ts";
import { collect, type HttpAnswer, type HttpRequest, toUnavailable } from "./collect.ts";
import { readConfig } from "./config.ts";
import { createPutRecords, type PutOutcome } from "./put-records.ts";
import { readEdgeSecrets } from "./read-edge-secrets.ts";
import { type LogLine, toLogLine, toTurnLine } from "./to-log-line.ts";
import { withBreaker } from "./with-breaker.ts";

const config = readConfig(process.env);
const { region, credentials, kinesisUrl, ssmUrl } = readAwsSettings(process.env);

const kinesis = { name: "kinesis", url: kinesisUrl, region, credentials, target: "Kinesis_20131202" };
const ssm = { name: "ssm", url: ssmUrl, region, credentials, target: "AmazonSSM" };

const putRecords = withBreaker(
  createPutRecords({
    call: createCallAws(kinesis),
    streamName: config.streamName,
    now: Date.now,
    random: Math.random,
    sleep,
  }),
  Date.now,
  (turned) => log(toTurnLine(turned)),
);

/** Name of the SSM parameter with the edge's secrets. Without one, nothing is asked for. */
const edgeSecretParameter = process.env.RIACHO_EDGE_SECRET_PARAMETER;
if (edgeSecretParameter) {
  const read = await readEdgeSecrets(createCallAws(ssm), edgeSecretParameter);
  if (read.kind === "unknown") {
    log({ level: "WARN", message: "no edge secrets: countries are not believed", cause: read.cause });
  }
}

/** Seconds a client waits, at least, after the stream did not take its events. */
const retryAfterSeconds = 5;

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { answer, records } = collect(toRequest(event), config, Date.now());
  if (records.length === 0) return toResult(answer);

  const outcome = await putRecords(records);
  if (outcome.kind === "stored") return toResult(answer);
  log(toLogLine(outcome, records.length));
  return toResult(toUnavailable(answer, toRetryAfter(outcome)));
}

function toRetryAfter(outcome: PutOutcome): number {
  return outcome.kind === "untried"
    ? Math.max(retryAfterSeconds, Math.ceil(outcome.retryMs / 1000))
    : retryAfterSeconds;
}

/** One line of JSON. */
function log(line: LogLine | null): void {
  if (line) console[line.level === "ERROR" ? "error" : "warn"](JSON.stringify(line));
}

function toRequest(event: APIGatewayProxyEventV2): HttpRequest {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: new URLSearchParams(event.rawQueryString),
    headers: toLowerCase(event.headers),
    cookies: event.cookies ?? [],
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
  };
}

/** As API Gateway gives them; what tests the function by hand may not. */
const toLowerCase = (headers: APIGatewayProxyEventV2["headers"]): HttpRequest["headers"] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function toResult({ status, headers, cookies, body }: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  return { statusCode: status, headers, body, ...(cookies && { cookies }) };
}

// What every door opens on: settings read, the stream at hand, each request answered when its records are stored.

import { setTimeout as sleep } from "node:timers/promises";
import { type Credentials, readAwsSettings, readKeys } from "./aws-settings.ts";
import { type CallAws, createCallAws } from "./call-aws.ts";
import { collect, type HttpAnswer, type HttpRequest, toUnavailable } from "./collect.ts";
import { type Config, readConfig } from "./config.ts";
import { log } from "./log.ts";
import { createPutRecords, type PutOutcome, type PutRecords } from "./put-records.ts";
import { readEdgeSecrets } from "./read-edge-secrets.ts";
import { toLogLine, toTurnLine } from "./to-log-line.ts";
import { withBreaker } from "./with-breaker.ts";

/** Answers a request. Rejects only by a fault of ours. */
export type AnswerRequest = (request: HttpRequest) => Promise<HttpAnswer>;

/** Seconds a client waits, at least, after the stream did not take its events. */
export const retryAfterSeconds = 5;

export interface StartOptions {
  /** As whom we call AWS. Default: by the keys in the environment. */
  findCredentials?(env: Record<string, string | undefined>): Credentials | Promise<Credentials>;
  /** Changes how requests share the stream. Default: each puts its own. */
  wrap?(put: PutRecords): PutRecords;
}

/**
 * Starts the collector.
 *
 * @param env settings, as `process.env`
 * @throws Error that names the variable, what was expected and what came
 */
export async function startCollector(
  env: Record<string, string | undefined>,
  { findCredentials = readKeys, wrap = (put) => put }: StartOptions = {},
): Promise<AnswerRequest> {
  const settings = readConfig(env);
  const { region, kinesisUrl, ssmUrl } = readAwsSettings(env);
  const credentials = await findCredentials(env);
  const kinesis = { name: "kinesis", url: kinesisUrl, region, credentials, target: "Kinesis_20131202" };
  const ssm = { name: "ssm", url: ssmUrl, region, credentials, target: "AmazonSSM" };

  // Without the name of a parameter, nothing is asked for.
  const { RIACHO_EDGE_SECRET_PARAMETER: parameter } = env;
  const edgeSecrets = parameter ? await readSecrets(createCallAws(ssm), parameter) : [];
  const config: Config = { ...settings, edgeSecrets };

  const put = createPutRecords({
    call: createCallAws(kinesis),
    streamName: config.streamName,
    // A clock that nobody sets: else a request might outlive its budget, and with it the Lambda's time.
    now: () => performance.now(),
    random: Math.random,
    sleep,
  });
  const putRecords = wrap(withBreaker(put, Date.now, (turned) => log(toTurnLine(turned))));

  return async (request) => {
    const { answer, records } = collect(request, config, Date.now());
    if (records.length === 0) return answer;
    const outcome = await putRecords(records);
    if (outcome.kind === "stored") return answer;
    const line = toLogLine(outcome, records.length);
    if (line) log(line);
    return toUnavailable(answer, toRetryAfter(outcome));
  };
}

/** None where they cannot be read: the country of an event is then not believed, but no event is refused. */
async function readSecrets(callSsm: CallAws, parameter: string): Promise<readonly string[]> {
  const read = await readEdgeSecrets(callSsm, parameter);
  if (read.kind === "read") return read.secrets;
  log({ level: "WARN", message: "no edge secrets: countries are not believed", cause: read.cause });
  return [];
}

function toRetryAfter(outcome: PutOutcome): number {
  return outcome.kind === "untried"
    ? Math.max(retryAfterSeconds, Math.ceil(outcome.retryMs / 1000))
    : retryAfterSeconds;
}

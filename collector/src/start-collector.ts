// What every door opens on: settings read, the stream at hand, each request answered when its records are stored.

import { setTimeout as sleep } from "node:timers/promises";
import { readAwsSettings } from "./aws-settings.ts";
import { type CallAws, createCallAws } from "./call-aws.ts";
import { collect, type HttpAnswer, type HttpRequest, toUnavailable } from "./collect.ts";
import { type Config, readConfig } from "./config.ts";
import { createPutRecords, type PutOutcome, type PutRecords } from "./put-records.ts";
import { readEdgeSecrets } from "./read-edge-secrets.ts";
import { type LogLine, toLogLine, toTurnLine } from "./to-log-line.ts";
import { withBreaker } from "./with-breaker.ts";

/** Answers a request. Rejects only by a fault of ours. */
export type AnswerRequest = (request: HttpRequest) => Promise<HttpAnswer>;

/** Seconds a client waits, at least, after the stream did not take its events. */
const retryAfterSeconds = 5;

/**
 * Starts the collector.
 *
 * @param env settings, as `process.env`
 * @param wrap changes how requests share the stream. Default: each puts its own
 * @throws Error that names the variable, what was expected and what came
 */
export async function startCollector(
  env: Record<string, string | undefined>,
  wrap: (put: PutRecords) => PutRecords = (put) => put,
): Promise<AnswerRequest> {
  const settings = readConfig(env);
  const { region, credentials, kinesisUrl, ssmUrl } = readAwsSettings(env);
  const kinesis = { name: "kinesis", url: kinesisUrl, region, credentials, target: "Kinesis_20131202" };
  const ssm = { name: "ssm", url: ssmUrl, region, credentials, target: "AmazonSSM" };

  // Without the name of a parameter, nothing is asked for.
  const { RIACHO_EDGE_SECRET_PARAMETER: parameter } = env;
  const edgeSecrets = parameter ? await readSecrets(createCallAws(ssm), parameter) : [];
  const config: Config = { ...settings, edgeSecrets };

  const put = createPutRecords({
    call: createCallAws(kinesis),
    streamName: config.streamName,
    now: Date.now,
    random: Math.random,
    sleep,
  });
  const putRecords = wrap(withBreaker(put, Date.now, (turned) => log(toTurnLine(turned))));

  return async (request) => {
    const { answer, records } = collect(request, config, Date.now());
    if (records.length === 0) return answer;
    const outcome = await putRecords(records);
    if (outcome.kind === "stored") return answer;
    log(toLogLine(outcome, records.length));
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

/** One line of JSON. */
function log(line: LogLine | null): void {
  if (line) console[line.level === "ERROR" ? "error" : "warn"](JSON.stringify(line));
}

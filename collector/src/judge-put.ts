// What an answer to PutRecords means for the records that were put. Pure.

import type { AwsAnswer } from "./call-aws.ts";

export type PutJudgement =
  /** These records, by their positions, are not known to be stored; none: all are. Worth another try. */
  | { kind: "tried"; unstored: readonly number[]; cause: string }
  /** The next try would be refused as well: somebody has to mend a permission, a name or our code. */
  | { kind: "refused"; code: string; message: string };

/** Refusals that pass by themselves. Those of 5xx do too, whatever their name. */
const passing =
  /^(ProvisionedThroughputExceeded|Throttling|KMSThrottling|RequestTimeout|TooManyRequests|RequestLimitExceeded|HTTP 429)/;

/**
 * Judges an answer.
 *
 * A record is stored only where the answer says so, with its sequence number: an answer that is not Kinesis' own, such as
 * a proxy's, stores nothing. What was stored and not told is put twice then; ids make that harmless.
 *
 * @param count how many records were put
 */
export function judgePut(answer: AwsAnswer, count: number): PutJudgement {
  const all = Array.from({ length: count }, (_, position) => position);
  if (answer.kind === "unreachable") return { kind: "tried", unstored: all, cause: answer.code };
  if (answer.kind === "refused") {
    const { status, code, message } = answer;
    const passes = status >= 500 || status === 429 || passing.test(code);
    return passes ? { kind: "tried", unstored: all, cause: code } : { kind: "refused", code, message };
  }
  const results = readResults(answer.body);
  if (results.length !== count)
    return { kind: "tried", unstored: all, cause: "an answer that is not Kinesis'" };
  const unstored = all.filter((position) => !isStored(results[position]));
  return { kind: "tried", unstored, cause: toCause(unstored.map((position) => results[position])) };
}

interface Result {
  SequenceNumber?: unknown;
  ErrorCode?: unknown;
}

function readResults(body: unknown): readonly (Result | null)[] {
  const records = (body as { Records?: unknown } | null)?.Records;
  return Array.isArray(records) ? records : [];
}

function isStored(result: Result | null | undefined): boolean {
  return typeof result?.SequenceNumber === "string" && result.ErrorCode === undefined;
}

/** The error of the first one, which is nearly always that of all. */
function toCause([first]: readonly (Result | null | undefined)[]): string {
  return String(first?.ErrorCode ?? "no sequence number");
}

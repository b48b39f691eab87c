// The secrets by which the collector knows its own CloudFront, from one SSM parameter.

import type { CallAws } from "./call-aws.ts";
import { secretLengthMin } from "./config.ts";

/** In milliseconds. */
const tryMs = 1_000;
const triesMax = 2;

/** What a cold start may lose, in milliseconds. */
export const secretsMsMax = tryMs * triesMax;

export type EdgeSecrets =
  | { kind: "read"; secrets: readonly string[] }
  /** `cause`: AWS' or Node's name of the error. */
  | { kind: "unknown"; cause: string };

/**
 * Reads the accepted secrets: two while one takes the place of the other, separated by a newline or a comma.
 *
 * Never throws. Without them the country of an event is not believed, but no event is refused.
 *
 * @param callSsm to SSM (`target: "AmazonSSM"`)
 * @param name of the parameter, plain or SecureString, such as `/riacho/prod/edge-secret`
 * @example await readEdgeSecrets(callSsm, "/riacho/prod/edge-secret"); // { kind: "read", secrets: ["s3cr3t"] }
 */
export async function readEdgeSecrets(callSsm: CallAws, name: string): Promise<EdgeSecrets> {
  for (let tries = 1; ; tries++) {
    const answer = await callSsm("GetParameter", { Name: name, WithDecryption: true }, tryMs);
    if (answer.kind === "answered") return readSecrets(answer.body);
    if (tries === triesMax || (answer.kind === "refused" && answer.status < 500)) {
      return { kind: "unknown", cause: answer.code };
    }
  }
}

function readSecrets(body: unknown): EdgeSecrets {
  const value = (body as { Parameter?: { Value?: unknown } } | null)?.Parameter?.Value;
  if (typeof value !== "string") return { kind: "unknown", cause: "an answer without a value" };
  const secrets = value.split(/[\n,]/).map((part) => part.trim());
  const named = secrets.filter((secret) => secret !== "");
  if (named.length === 0) return { kind: "unknown", cause: "an empty value" };
  const isShort = named.some(({ length }) => length < secretLengthMin);
  if (isShort) return { kind: "unknown", cause: `a secret of fewer than ${secretLengthMin} characters` };
  return { kind: "read", secrets: named };
}

// IAM's evaluation of identity policies, as far as our statements go.

export interface Asked {
  /** Such as `kinesis:PutRecords`. */
  action: string;
  /** ARN of the resource. */
  resource: string;
}

const known = new Set(["Sid", "Effect", "Action", "Resource"]);

/**
 * Whether the statements allow it: one allows, and none denies.
 *
 * @param statements of policies, without functions of CloudFormation
 * @throws at an element it does not know: to ignore a `Condition` would allow what IAM does not
 */
export function isAllowed(statements: readonly unknown[], asked: Asked): boolean {
  const effects = statements
    .filter((one) => matches(one as Statement, asked))
    .map((one) => (one as Statement).Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

function matches(statement: Statement, { action, resource }: Asked): boolean {
  const unknown = Object.keys(statement).find((key) => !known.has(key));
  if (unknown) throw new Error(`cannot judge a statement with "${unknown}"`);
  // Actions are compared without regard to case, resources with it.
  return (
    [statement.Action].flat().some((pattern) => toRegExp(pattern, "i").test(action)) &&
    [statement.Resource].flat().some((pattern) => toRegExp(pattern, "").test(resource))
  );
}

function toRegExp(pattern: string, flags: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, flags);
}

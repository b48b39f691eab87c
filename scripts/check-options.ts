import { parseArgs } from "node:util";

export interface CheckOptions {
  /** Long tests too. */
  full: boolean;
  /** One step, and what it needs. */
  only?: string;
}

/**
 * Reads the flags of `npm test`.
 *
 * @throws Error that names the flag and what there is
 */
export function readCheckOptions(args: string[], stepNames: string[]): CheckOptions {
  const { values } = parseArgs({ args, options: { full: { type: "boolean" }, only: { type: "string" } } });
  if (values.only !== undefined && !stepNames.includes(values.only)) {
    throw new Error(`--only: expected one of ${stepNames.join(", ")}; got ${values.only}`);
  }
  return { full: values.full ?? false, ...values };
}

import { parseArgs } from "node:util";

const optionTypes = {
  visitors: "string",
  days: "string",
  until: "string",
  seed: "string",
  url: "string",
  app: "string",
  concurrency: "string",
  "dry-run": "boolean",
  help: "boolean",
} as const;

type OptionTypes = typeof optionTypes;

/** What was given on the command line, as text. */
export type OptionValues = {
  [Name in keyof OptionTypes]?: OptionTypes[Name] extends "boolean" ? boolean : string;
};

/** Reads the arguments into options, with a problem for each that is none. The last of several values counts. */
export function readOptionValues(args: readonly string[]): { values: OptionValues; problems: string[] } {
  const options = Object.fromEntries(Object.entries(optionTypes).map(([name, type]) => [name, { type }]));
  // Not strict, with tokens: its own errors end at the first problem and do not say what there is instead.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values: Record<string, string | boolean> = {};
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") problems.push(`expected options only, got "${token.value}"`);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    const type = Object.hasOwn(optionTypes, name) ? optionTypes[name as keyof OptionTypes] : null;
    if (type === null) problems.push(`expected one of ${listNames()}, got ${rawName}`);
    else if (type === "boolean" && value !== undefined)
      problems.push(`${rawName}: expected no value, got "${value}"`);
    else if (type === "string" && !value) problems.push(`${rawName}: expected a value, got nothing`);
    else values[name] = value ?? true;
  }
  return { values, problems };
}

function listNames(): string {
  return Object.keys(optionTypes)
    .map((name) => `--${name}`)
    .join(", ");
}

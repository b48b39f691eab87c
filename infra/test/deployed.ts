// What CloudFormation would make of a template's functions: names and ARNs, as the services give them.

import type { Settings } from "../src/settings.ts";
import type { Synthesised } from "./synthesise.ts";

type Json = Record<string, unknown>;

export interface Deployed {
  /** The value with every function of it replaced. @throws at a function or resource it does not know */
  resolve(value: unknown): unknown;
}

/** Knows the few resources and functions that policies and variables name; anything else is an error, never a guess. */
export function createDeployed({ data, ingest }: Synthesised, settings: Settings): Deployed {
  const templates = [data.toJSON(), ingest.toJSON()];
  const resources: Json = Object.assign({}, ...templates.map((template) => template.Resources));
  const outputs = templates.flatMap((template) => Object.values(template.Outputs ?? {})) as Json[];
  const toArn = (service: string, rest: string) =>
    `arn:aws:${service}:${settings.region}:${settings.account}:${rest}`;

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const [[name, argument] = ["", undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (name === "Ref" || name.startsWith("Fn::"))) return call(name, argument);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  }

  function call(name: string, argument: unknown): unknown {
    if (name === "Ref") return toName(argument as string);
    if (name === "Fn::GetAtt") return getAttribute(argument as [string, string]);
    if (name === "Fn::ImportValue") {
      const output = outputs.find(({ Export }) => (Export as Json | undefined)?.Name === argument);
      if (!output) throw new Error(`expected an export "${argument}", found none`);
      return resolve(output.Value);
    }
    throw new Error(`cannot resolve ${name}`);
  }

  function typeOf(id: string): unknown {
    return (resources[id] as Json | undefined)?.Type;
  }

  function toName(id: string): string {
    if (typeOf(id) === "AWS::Kinesis::Stream") return `riacho-${settings.name}-data-${id}-Zq3VbX`;
    throw new Error(`cannot name ${id} (${typeOf(id)})`);
  }

  function getAttribute([id, attribute]: [string, string]): string {
    if (attribute === "Arn" && typeOf(id) === "AWS::Kinesis::Stream")
      return toArn("kinesis", `stream/${toName(id)}`);
    if (attribute === "Arn" && typeOf(id) === "AWS::Logs::LogGroup")
      return toArn("logs", `log-group:${id}-Hk8s:*`);
    throw new Error(`cannot tell ${attribute} of ${id} (${typeOf(id)})`);
  }

  return { resolve };
}

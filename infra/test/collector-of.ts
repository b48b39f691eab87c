// The collector's function and role, found in a template.

import type { Template } from "aws-cdk-lib/assertions";

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of CloudFormation's making, looked into at many places.
type Properties = Record<string, any>;

/** @throws where there is not exactly one */
export function onlyResource(template: Template, type: string): Properties {
  const found = Object.values(template.findResources(type));
  if (found.length !== 1) throw new Error(`expected one ${type}, found ${found.length}`);
  return (found[0] as { Properties: Properties }).Properties;
}

/** The variables that the template gives the function. */
export function variablesOf(ingest: Template): Record<string, unknown> {
  return onlyResource(ingest, "AWS::Lambda::Function").Environment.Variables;
}

/**
 * All that the role may do.
 *
 * @throws where it may do more by another way: a managed policy, or a policy beside the role
 */
export function statementsOf(ingest: Template): unknown[] {
  const { Policies, ManagedPolicyArns } = onlyResource(ingest, "AWS::IAM::Role");
  if (ManagedPolicyArns !== undefined) {
    throw new Error(`expected no managed policy, got ${JSON.stringify(ManagedPolicyArns)}`);
  }
  for (const type of ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"]) {
    ingest.resourceCountIs(type, 0);
  }
  return Policies.flatMap((policy: Properties) => policy.PolicyDocument.Statement);
}

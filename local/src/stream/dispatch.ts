// From a call's name and body to its operation.

import { type Answer, refuse } from "./answer.ts";
import { createStream, describeStream, describeStreamSummary, listShards, listStreams } from "./describe.ts";
import { getRecords, getShardIterator } from "./get.ts";
import type { OperationContext } from "./operation.ts";
import { parseInput } from "./parse-input.ts";
import { putRecord, putRecords } from "./put.ts";
import { type Input, type OperationName, type Shape, shapes } from "./shapes.ts";

type Call = (context: OperationContext, body: object) => Promise<Answer>;

/** An operation that is given its parsed input, or is not reached at all. */
function bind<S extends Shape>(
  shape: S,
  run: (context: OperationContext, input: Input<S>) => Promise<Answer>,
): Call {
  return async (context, body) => {
    const parsed = parseInput(shape, body);
    return parsed.ok ? run(context, parsed.input) : parsed.answer;
  };
}

const operations: Record<OperationName, Call> = {
  CreateStream: bind(shapes.CreateStream, createStream),
  DescribeStream: bind(shapes.DescribeStream, describeStream),
  DescribeStreamSummary: bind(shapes.DescribeStreamSummary, describeStreamSummary),
  GetRecords: bind(shapes.GetRecords, getRecords),
  GetShardIterator: bind(shapes.GetShardIterator, getShardIterator),
  ListShards: bind(shapes.ListShards, listShards),
  ListStreams: bind(shapes.ListStreams, listStreams),
  PutRecord: bind(shapes.PutRecord, putRecord),
  PutRecords: bind(shapes.PutRecords, putRecords),
};

/** The operation that an `X-Amz-Target` header names, or null where there is none of that name. */
export function readTarget(target: unknown): OperationName | null {
  const name = /^Kinesis_20131202\.(\w+)$/.exec(String(target))?.[1] ?? "";
  return Object.hasOwn(operations, name) ? (name as OperationName) : null;
}

/** Runs an operation on the text of a request's body. */
export async function dispatch(
  context: OperationContext,
  name: OperationName,
  text: string,
): Promise<Answer> {
  const body = readObject(text);
  if (body === null) return refuse("SerializationException", "expected the body to be a JSON object");
  return operations[name](context, body);
}

function readObject(text: string): object | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && !Array.isArray(body) ? body : null;
  } catch {
    return null;
  }
}

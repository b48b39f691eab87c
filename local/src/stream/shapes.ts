// The members of each operation's input with their documented constraints, as data (Kinesis API reference).

import { getRecordsMax, partitionKeyLengthMax, putRecordsMax, recordBytesMax } from "./limits.ts";

interface Constraints {
  required?: true;
  /** Of a number its value, of anything else its length: characters, bytes, members. */
  min?: number;
  max?: number;
}

export type Member = Constraints &
  (
    | { type: "string"; pattern?: RegExp; oneOf?: readonly string[] }
    | { type: "integer" }
    | { type: "time" }
    | { type: "blob" }
    | { type: "structure" }
    | { type: "list"; of: Shape }
  );

export type Shape = Readonly<Record<string, Member>>;

const name = { type: "string", min: 1, max: 128, pattern: /^[a-zA-Z0-9_.-]+$/ } as const;
const sequenceNumber = { type: "string", pattern: /^(0|([1-9]\d{0,128}))$/ } as const;
/** Either may name the stream. */
const streamNames = {
  StreamName: name,
  StreamARN: { type: "string", min: 1, max: 2048, pattern: /^arn:aws.*:kinesis:.*:\d{12}:stream\/\S+$/ },
} as const;
const record = {
  PartitionKey: { type: "string", required: true, min: 1, max: partitionKeyLengthMax },
  ExplicitHashKey: { type: "string", pattern: /^(0|([1-9]\d{0,38}))$/ },
  Data: { type: "blob", required: true, max: recordBytesMax },
} as const;

const iteratorTypes = [
  "AFTER_SEQUENCE_NUMBER",
  "AT_SEQUENCE_NUMBER",
  "AT_TIMESTAMP",
  "LATEST",
  "TRIM_HORIZON",
] as const;

export const shapes = {
  CreateStream: { StreamName: { ...name, required: true }, ShardCount: { type: "integer", min: 1 } },
  DescribeStream: {
    ...streamNames,
    ExclusiveStartShardId: name,
    Limit: { type: "integer", min: 1, max: 10_000 },
  },
  DescribeStreamSummary: streamNames,
  GetRecords: {
    ShardIterator: { type: "string", required: true, min: 1, max: 512 },
    Limit: { type: "integer", min: 1, max: getRecordsMax },
  },
  GetShardIterator: {
    ...streamNames,
    ShardId: { ...name, required: true },
    ShardIteratorType: { type: "string", required: true, oneOf: iteratorTypes },
    StartingSequenceNumber: sequenceNumber,
    Timestamp: { type: "time" },
  },
  ListShards: {
    ...streamNames,
    ExclusiveStartShardId: name,
    MaxResults: { type: "integer", min: 1, max: 10_000 },
    NextToken: { type: "string", min: 1, max: 1_048_576 },
  },
  ListStreams: {
    ExclusiveStartStreamName: name,
    Limit: { type: "integer", min: 1, max: 10_000 },
  },
  PutRecord: { ...streamNames, ...record, SequenceNumberForOrdering: sequenceNumber },
  PutRecords: {
    ...streamNames,
    Records: { type: "list", required: true, min: 1, max: putRecordsMax, of: record },
  },
} as const satisfies Record<string, Shape>;

/** The name of an operation that is known here. */
export type OperationName = keyof typeof shapes;

type Value<M> = M extends { type: "list"; of: infer S }
  ? Input<S>[]
  : M extends { type: "blob" }
    ? Buffer
    : M extends { type: "integer" | "time" }
      ? number
      : M extends { oneOf: readonly (infer Name)[] }
        ? Name
        : string;

type RequiredKey<S> = { [Key in keyof S]: S[Key] extends { required: true } ? Key : never }[keyof S];

/** The input that a shape describes, after parsing. Times are in seconds since 1970, as the wire has them. */
export type Input<S> = { [Key in RequiredKey<S>]: Value<S[Key]> } & {
  [Key in Exclude<keyof S, RequiredKey<S>>]?: Value<S[Key]>;
};

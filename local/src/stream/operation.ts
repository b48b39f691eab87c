// What every operation is given, and how a call names our stream.

import { type Answer, refuse } from "./answer.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

export interface OperationContext {
  stream: Stream;
  /** Whether a record of so many bytes is refused now: by a shard's rate, or by a fault to order. */
  isWriteThrottled(shard: Shard, bytes: number): boolean;
  isReadThrottled(shard: Shard): boolean;
  /** Told of what only the owner can mend, such as a full disk. */
  onError(error: unknown): void;
}

export interface StreamNames {
  StreamName?: string;
  StreamARN?: string;
}

/** The account of a stream that belongs to none. */
export const account = "000000000000";

export function toArn(name: string): string {
  return `arn:aws:kinesis:us-east-1:${account}:stream/${name}`;
}

/** Why a call does not mean our stream, or null where it does. */
export function refuseStream({ name }: Stream, { StreamName, StreamARN }: StreamNames): Answer | null {
  const asked = StreamName ?? StreamARN?.slice(StreamARN.indexOf("/") + 1);
  if (asked === name) return null;
  if (asked === undefined) {
    return refuse("InvalidArgumentException", "expected StreamName or StreamARN, got neither");
  }
  return refuse("ResourceNotFoundException", `Stream ${asked} under account ${account} not found.`);
}

export function refuseRate(stream: Stream, shard: Shard): Answer {
  return refuse("ProvisionedThroughputExceededException", toRateMessage(stream, shard));
}

export function toRateMessage({ name }: Stream, { id }: Shard): string {
  return `Rate exceeded for shard ${id} in stream ${name} under account ${account}.`;
}

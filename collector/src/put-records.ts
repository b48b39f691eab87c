// The only file that talks to Kinesis.

import { randomUUID } from "node:crypto";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";

/** Whether the stream holds every record. `unavailable` may have stored some: sending all again is safe. */
export type PutOutcome = { kind: "stored" } | { kind: "unavailable"; cause: string };

export type PutRecords = (records: readonly Uint8Array[]) => Promise<PutOutcome>;

/** Tries of one request's records, the first included. */
const triesMax = 3;
const retryDelayMs = 50;

/**
 * Puts records into a Kinesis stream, trying again those that were refused.
 *
 * The endpoint, region and credentials are the AWS client's own business (`AWS_REGION`, `AWS_ENDPOINT_URL_KINESIS`).
 *
 * @param random gives [0, 1), for the full jitter of the delays
 */
export function createPutRecords(streamName: string, random: () => number): PutRecords {
  const client = new KinesisClient({
    maxAttempts: triesMax,
    // The default handler speaks HTTP/2 and opened a new connection for every call when measured.
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1000,
      requestTimeout: 2000,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 64 },
      httpsAgent: { keepAlive: true, maxSockets: 64 },
    }),
  });

  /** The records that the stream refused, of those given. */
  async function putOnce(records: readonly Uint8Array[]): Promise<Uint8Array[]> {
    const entries = records.map((Data) => ({ Data, PartitionKey: randomUUID() }));
    const { FailedRecordCount, Records } = await client.send(
      new PutRecordsCommand({ StreamName: streamName, Records: entries }),
    );
    if (!FailedRecordCount) return [];
    return records.filter((_, i) => Records?.[i]?.ErrorCode !== undefined);
  }

  return async (records) => {
    try {
      let left: readonly Uint8Array[] = records;
      for (let tries = 1; ; tries++) {
        left = await putOnce(left);
        if (left.length === 0) return { kind: "stored" };
        if (tries === triesMax) return { kind: "unavailable", cause: `${left.length} records throttled` };
        await new Promise((resolve) => setTimeout(resolve, random() * retryDelayMs * 2 ** tries));
      }
    } catch (error) {
      return { kind: "unavailable", cause: String(error) };
    }
  };
}

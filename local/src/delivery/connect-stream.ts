import { KinesisClient } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";

/**
 * A client of a Kinesis-compatible endpoint on this machine.
 *
 * @param endpoint such as `http://127.0.0.1:4567`
 */
export function connectStream(endpoint: string): KinesisClient {
  return new KinesisClient({
    endpoint,
    region: "us-east-1",
    // Local streams take any signature; the client insists on making one.
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    // Kinesis' default handler speaks HTTP/2 with prior knowledge, even to http:// (client-kinesis runtimeConfig).
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1_000,
      requestTimeout: 10_000,
      throwOnRequestTimeout: true,
    }),
    // The reader has its own backoff, which says what it waits for.
    maxAttempts: 1,
  });
}

// A fake of the endpoint that ECS and EKS give containers, on loopback: it answers as the documentation shows.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html

import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface CredentialsEndpoint {
  /** For `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  url: string;
  /** Headers of each request. */
  asked: IncomingHttpHeaders[];
  /** How long those of the next answers are valid, in milliseconds. */
  lifeMs: number;
  /** In place of credentials. */
  misbehave: ((response: ServerResponse) => void) | null;
  stop(): void;
}

/** As ECS gives them. In milliseconds. */
export const lifeMs = 6 * 3_600_000;

/** Credentials that say the how-many-eth they are. */
export function toAnswer(n: number, validMs = lifeMs): Record<string, string> {
  return {
    RoleArn: "arn:aws:iam::123456789012:role/collector",
    AccessKeyId: `AKIA${n}`,
    SecretAccessKey: `secret ${n}`,
    Token: `token ${n}`,
    Expiration: new Date(Date.now() + validMs).toISOString(),
  };
}

export async function startCredentialsEndpoint(): Promise<CredentialsEndpoint> {
  const server = createServer(({ headers }, response) => {
    endpoint.asked.push(headers);
    if (endpoint.misbehave) return endpoint.misbehave(response);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(toAnswer(endpoint.asked.length, endpoint.lifeMs)));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const endpoint: CredentialsEndpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/credentials`,
    asked: [],
    lifeMs,
    misbehave: null,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return endpoint;
}

// Kinesis behind IAM: a door in front of the local stream that lets through what a policy allows.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../../local/src/read-body.ts";
import { type Asked, isAllowed } from "./policy.ts";

export interface Guard {
  /** For `AWS_ENDPOINT_URL_KINESIS`. */
  url: string;
  /** Everything that was asked, allowed or not. */
  asked: Asked[];
  stop(): Promise<void>;
}

/**
 * @param streamUrl where the stream itself answers
 * @param account of the streams that callers name
 * @param statements of the callers' policies, resolved
 */
export async function startGuard(
  streamUrl: string,
  account: string,
  statements: readonly unknown[],
): Promise<Guard> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request, 16 * 1024 * 1024);
    if (body.status !== "read") return response.destroy();
    const question = readQuestion(request, JSON.parse(body.bytes.toString()), account);
    asked.push(question);
    const answer = isAllowed(statements, question)
      ? await forward(streamUrl, request, body.bytes)
      : { status: 400, text: toAccessDenied(question) };
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" }).end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * What IAM would be asked. Service and region are those the call is signed for, `.../20261231/eu-west-1/kinesis/aws4_request`;
 * the operation is the target's last part, `Kinesis_20131202.PutRecords`.
 */
function readQuestion({ headers }: IncomingMessage, body: { StreamName?: string }, account: string): Asked {
  const [, region, service] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? "") ?? [];
  const operation = String(headers["x-amz-target"]).split(".").at(-1);
  return {
    action: `${service}:${operation}`,
    resource: `arn:aws:${service}:${region}:${account}:stream/${body.StreamName}`,
  };
}

async function forward(url: string, { headers }: IncomingMessage, body: Buffer) {
  const passed = ["authorization", "content-type", "x-amz-date", "x-amz-target"];
  const answer = await fetch(url, {
    method: "POST",
    headers: passed.map((name): [string, string] => [name, String(headers[name])]),
    body: new Uint8Array(body),
  });
  return { status: answer.status, text: await answer.text() };
}

function toAccessDenied({ action, resource }: Asked): string {
  return JSON.stringify({
    __type: "AccessDeniedException",
    message: `not authorized to perform: ${action} on resource: ${resource}`,
  });
}

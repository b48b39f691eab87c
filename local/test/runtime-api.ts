// AWS Lambda's Runtime API, as documented, for one process at a time.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface RuntimeApi {
  /** For `AWS_LAMBDA_RUNTIME_API`: host and port, without a scheme. */
  address: string;
  /** Hands an event to the process, now or when it asks. Fails where the process says that it failed. */
  invoke(event: object): Promise<unknown>;
  /** What the process said in place of being ready; null where it said nothing. */
  initError(): unknown;
  stop(): Promise<void>;
}

interface Invocation {
  id: string;
  event: object;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** How long an invocation may take, told to the process as its deadline. In milliseconds. */
const timeoutMs = 10_000;
const base = "/2018-06-01/runtime";

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Invocation[] = [];
  /** Handed out and not answered yet, by id. */
  const underWay = new Map<string, Invocation>();
  /** The process' open question for what is next. */
  let asking: ServerResponse | null = null;
  let initError: unknown = null;
  let made = 0;

  function handOut(): void {
    if (!asking) return;
    const next = waiting.shift();
    if (!next) return;
    underWay.set(next.id, next);
    asking.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": next.id,
      "lambda-runtime-deadline-ms": String(Date.now() + timeoutMs),
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-west-1:123456789012:function:collector",
    });
    asking.end(JSON.stringify(next.event));
    asking = null;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = "" } = request;
    if (method === "GET" && url === `${base}/invocation/next`) {
      asking = response;
      return handOut();
    }
    const [, id = "", how] =
      (method === "POST" && /\/invocation\/([^/]+)\/(response|error)$/.exec(url)) || [];
    const text = await readText(request);
    const invocation = underWay.get(id);
    underWay.delete(id);
    if (method === "POST" && url === `${base}/init/error`) initError = JSON.parse(text);
    else if (!invocation) return void response.writeHead(404).end();
    else if (how === "response") invocation.resolve(JSON.parse(text));
    else invocation.reject(new Error(JSON.parse(text).errorMessage));
    response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke(event) {
      return new Promise((resolve, reject) => {
        waiting.push({ id: `request-${made++}`, event, resolve, reject });
        handOut();
      });
    },
    initError: () => initError,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

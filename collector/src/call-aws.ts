// The only file that calls AWS: one signed call to a service that speaks JSON.

import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credentials } from "./aws-settings.ts";
import { collectorVersion } from "./version.ts";

export type AwsAnswer =
  /** 200, with what its body said; null where that was no JSON. */
  | { kind: "answered"; body: unknown }
  /** Any other status. `code` is AWS' name for it, such as `AccessDeniedException`. */
  | { kind: "refused"; status: number; code: string; message: string }
  /**
   * No whole answer came: the call may have been carried out or not. `code` is Node's, `TIMEOUT`, or why there are no
   * credentials.
   */
  | { kind: "unreachable"; code: string };

/**
 * Calls one operation, once.
 *
 * @param operation such as `PutRecords`
 * @param timeoutMs from the first byte sent, connecting included, to the last byte read
 */
export type CallAws = (operation: string, input: object, timeoutMs: number) => Promise<AwsAnswer>;

export interface AwsService {
  /** As it is signed: `kinesis`, `ssm`. */
  name: string;
  url: URL;
  region: string;
  credentials: Credentials;
  /** What precedes the operation's name in `X-Amz-Target`, such as `Kinesis_20131202`. */
  target: string;
}

/**
 * Makes the calls of one service. They share their connections, which stay open between calls: a TLS handshake costs
 * more than the call.
 *
 * Never tries again and never throws: what a failure means is its caller's to judge.
 *
 * @example
 * const call = createCallAws({ name: "kinesis", target: "Kinesis_20131202", url, region, credentials });
 * await call("DescribeStreamSummary", { StreamName: "events" }, 1_000);
 */
export function createCallAws({ name, url, region, credentials, target }: AwsService): CallAws {
  const signer = new SignatureV4({ service: name, region, credentials, sha256: Sha256 });
  const { Agent, request } = loadHttp(url.protocol);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  async function sign(operation: string, body: Buffer): Promise<Record<string, string>> {
    const { headers } = await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: {
        host: url.host,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `${target}.${operation}`,
      },
      body,
    });
    // Not signed: what stands between may change it, and the length is checked by the body's hash.
    const own = { "user-agent": `riacho-collector/${collectorVersion}` };
    return { ...headers, ...own, "content-length": String(body.length) };
  }

  function post(headers: Record<string, string>, body: Buffer, timeoutMs: number): Promise<AwsAnswer> {
    return new Promise((resolve) => {
      const unreachable = (error: unknown) => settle(toUnreachable(error));
      const sent = request(url, { method: "POST", headers, agent }, (response) => {
        readText(response).then(
          (text) => settle(readAnswer(response.statusCode ?? 0, response.headers, text)),
          unreachable,
        );
      });
      const timer = setTimeout(() => {
        settle({ kind: "unreachable", code: "TIMEOUT" });
        sent.destroy();
      }, timeoutMs);
      function settle(answer: AwsAnswer): void {
        clearTimeout(timer);
        resolve(answer);
      }
      sent.on("error", unreachable);
      sent.end(body);
    });
  }

  return async (operation, input, timeoutMs) => {
    const body = Buffer.from(JSON.stringify(input));
    try {
      return await post(await sign(operation, body), body, timeoutMs);
    } catch (error) {
      return toUnreachable(error);
    }
  };
}

/**
 * Node's HTTP, without `import`: that would read each of its exports, and on Node 24 one of them is a getter which loads
 * all of fetch and WebSocket, half of a cold start.
 */
function loadHttp(protocol: string): typeof import("node:http") | typeof import("node:https") {
  return protocol === "https:"
    ? process.getBuiltinModule("node:https")
    : process.getBuiltinModule("node:http");
}

/** By events: `for await` would make the whole request a twentieth dearer. */
function readText(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    response.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
    response.on("end", () => resolve(text)).on("error", reject);
  });
}

function readAnswer(status: number, headers: IncomingHttpHeaders, text: string): AwsAnswer {
  const body = parseJson(text);
  if (status === 200) return { kind: "answered", body };
  const { __type, message, Message } = (body ?? {}) as Record<string, unknown>;
  // Services name the error in the body, some with a namespace before #; what stands before them only in the header.
  const type = String(__type ?? headers["x-amzn-errortype"] ?? `HTTP ${status}`);
  const code = type.replace(/^.*#/, "").replace(/:.*$/, "");
  return { kind: "refused", status, code, message: String(message ?? Message ?? "") };
}

function toUnreachable(error: unknown): AwsAnswer {
  const { code, name } = error as NodeJS.ErrnoException;
  return { kind: "unreachable", code: code ?? name };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Node's own SHA-256, in the shape that the signer asks for. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", toBuffer(secret));
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  /** Asked for by the type; a new object is made for every hash. */
  reset(): void {}
}

function toBuffer(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

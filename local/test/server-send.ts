import { type Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Sent {
  /** 0 where the connection ended without an answer. */
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Node's code of what went wrong with the connection. */
  error?: string | undefined;
}

export interface SendOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  timeoutMs?: number;
  /** Keeps connections for others. Default: one of its own. */
  agent?: Agent | false;
}

/** One request with any headers, and an answer told however it ended. */
export function send(
  url: string,
  { method = "GET", headers = {}, body = "", timeoutMs = 10_000, agent = false }: SendOptions = {},
): Promise<Sent> {
  return new Promise((resolve) => {
    const none = { status: 0, headers: {}, text: "" };
    const call = request(url, { method, headers, agent, timeout: timeoutMs }, async (response) => {
      let text = "";
      for await (const part of response) text += part;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    call.on("timeout", () => call.destroy(Object.assign(new Error("timeout"), { code: "timeout" })));
    call.on("error", (error: NodeJS.ErrnoException) => resolve({ ...none, error: error.code }));
    call.end(body);
  });
}

import { connect } from "node:net";

/** Longest time to wait for a connection, in milliseconds. */
const connectTimeoutMs = 5_000;

/** Whether something listens at an http or https URL: null, or why not. */
export function readUnreachable(url: URL): Promise<string | null> {
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, ""); // an IPv6 address is in brackets in a URL only
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectTimeoutMs });
    const settle = (why: string | null) => {
      socket.destroy();
      resolve(why);
    };
    socket.once("connect", () => settle(null));
    socket.once("timeout", () => settle(`no connection within ${connectTimeoutMs / 1000} s`));
    socket.once("error", (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
}

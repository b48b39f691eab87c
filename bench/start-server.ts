import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface StartedServer {
  url: string;
  stop(): Promise<void>;
}

/** Starts Node on a script that prints where it listens, and waits for that. */
export async function startServer(args: readonly string[]): Promise<StartedServer> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  const port = await Promise.race([readPort(child.stdout), closed]);
  if (typeof port !== "string")
    throw new Error(`expected ${args.join(" ")} to run, it ended with ${port[0]}`);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGINT");
      await closed;
    },
  };
}

function readPort(output: Readable): Promise<string> {
  let text = "";
  return new Promise((resolve) => {
    output.setEncoding("utf8").on("data", (part) => {
      text += part;
      const [, port] = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)\//.exec(text) ?? [];
      if (port) resolve(port);
    });
  });
}

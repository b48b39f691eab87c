// Runs a built Lambda bundle, unmodified, in a thread that sees only the environment it is given.

import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export interface Lambda {
  /** @throws where the function throws, or its thread ends */
  invoke(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2>;
  stop(): Promise<void>;
}

interface Call {
  resolve(result: APIGatewayProxyStructuredResultV2): void;
  reject(error: Error): void;
}

/**
 * Starts the function.
 *
 * @param bundle path of the built module that exports `handler`
 * @param env all that the function finds in `process.env`
 * @throws what the bundle throws while it loads, such as a wrong setting
 */
export async function startLambda(bundle: string, env: Record<string, string>): Promise<Lambda> {
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
    env,
    execArgv: [],
    workerData: { bundleUrl: pathToFileURL(bundle).href },
  });
  const calls = new Map<number, Call>();
  let nextId = 0;
  let ended: Error | null = null;

  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
  });
  worker.on("message", ({ id, result, error }) => {
    const call = calls.get(id);
    calls.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  });
  worker.on("error", (error: Error) => end(error));
  worker.on("exit", (code) => end(new Error(`the function's thread ended with code ${code}`)));

  function end(error: Error): void {
    ended ??= error;
    for (const call of calls.values()) call.reject(error);
    calls.clear();
  }

  return {
    invoke(event) {
      if (ended) return Promise.reject(ended);
      const id = nextId++;
      return new Promise((resolve, reject) => {
        calls.set(id, { resolve, reject });
        worker.postMessage({ id, event });
      });
    },
    async stop() {
      await worker.terminate();
    },
  };
}

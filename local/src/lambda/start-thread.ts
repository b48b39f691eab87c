// One thread with a Lambda bundle in it, which sees only the environment it is given.

import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export interface Thread {
  /** @throws where the function throws, or the thread ends */
  invoke(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2>;
  stop(): Promise<void>;
}

interface Call {
  resolve(result: APIGatewayProxyStructuredResultV2): void;
  reject(error: Error): void;
}

/**
 * Starts a thread and loads the bundle in it.
 *
 * @param onEnd told once, when the thread takes no more calls, before the calls under way fail
 * @throws what the bundle throws while it loads
 */
export async function startThread(
  bundle: string,
  env: Record<string, string>,
  onEnd: () => void,
): Promise<Thread> {
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
    env,
    execArgv: [],
    workerData: { bundleUrl: pathToFileURL(bundle).href },
  });
  const calls = new Map<number, Call>();
  let nextId = 0;
  let ended: Error | null = null;

  await new Promise<void>((resolve, reject) => {
    function end(error: Error): void {
      if (ended) return;
      ended = error;
      onEnd();
      reject(error);
      for (const call of calls.values()) call.reject(error);
      calls.clear();
    }
    worker.on("error", (error) => end(error instanceof Error ? error : new Error(String(error))));
    worker.on("exit", (code) => end(new Error(`the function's thread ended with code ${code}`)));
    worker.once("message", () => resolve());
  });

  worker.on("message", ({ id, result, error }) => {
    const call = calls.get(id);
    calls.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  });

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

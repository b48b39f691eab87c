// Runs a built Lambda bundle, unmodified.

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { startThread, type Thread } from "./start-thread.ts";

export interface Lambda {
  /** @throws where the function throws, its thread ends, or it is stopped */
  invoke(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2>;
  /** Ends its thread, as AWS does with a function that ran out of time or memory: calls under way fail. */
  kill(): Promise<void>;
  /** Ends the function; calls under way fail. */
  stop(): Promise<void>;
}

/**
 * Starts the function. Where its thread ends, the next call starts another, as Lambda does.
 *
 * @param bundle path of the built module that exports `handler`
 * @param env all that the function finds in `process.env`
 * @throws what the bundle throws while it loads, such as a wrong setting
 */
export async function startLambda(bundle: string, env: Record<string, string>): Promise<Lambda> {
  /** Null when it has ended. */
  let thread: Promise<Thread> | null = null;
  let isStopped = false;

  function start(): Promise<Thread> {
    thread ??= startThread(bundle, env, () => {
      thread = null;
    });
    return thread;
  }

  await start();
  return {
    async invoke(event) {
      if (isStopped) throw new Error("the function is stopped");
      return (await start()).invoke(event);
    },
    async kill() {
      await (await thread?.catch(() => null))?.stop();
    },
    async stop() {
      isStopped = true;
      await (await thread?.catch(() => null))?.stop();
    },
  };
}

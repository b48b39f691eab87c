// A thread with an environment of its own, in which the deployed bundle runs as it would in a Lambda.
import { parentPort, workerData } from "node:worker_threads";

const { handler } = await import(workerData.bundleUrl);

parentPort?.on("message", async ({ id, event }) => {
  try {
    parentPort?.postMessage({ id, result: await handler(event) });
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error?.stack ?? error) });
  }
});
parentPort?.postMessage({ ready: true });

// A Lambda runtime of our own, in place of AWS' (aws-lambda-ric needs minutes of C++ to build): loads the handler, then
// asks the Runtime API for one invocation after the other. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
//
// Not as AWS': no streaming, no callbacks, of the context only what the protocol carries.

import { pathToFileURL } from "node:url";

const [path = ""] = process.argv.slice(2);
const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

const post = (url, text) => fetch(`${base}/${url}`, { method: "POST", body: text });

const toError = (error) =>
  JSON.stringify({
    errorType: error?.name ?? "Error",
    errorMessage: String(error?.message ?? error),
    stackTrace: String(error?.stack ?? "").split("\n"),
  });

async function load() {
  try {
    return (await import(pathToFileURL(path).href)).handler;
  } catch (error) {
    await post("init/error", toError(error));
    process.exit(1);
  }
}

async function runNext(handler) {
  const next = await fetch(`${base}/invocation/next`);
  const awsRequestId = next.headers.get("lambda-runtime-aws-request-id");
  const deadline = Number(next.headers.get("lambda-runtime-deadline-ms"));
  const context = {
    awsRequestId,
    invokedFunctionArn: next.headers.get("lambda-runtime-invoked-function-arn"),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    const result = await handler(await next.json(), context);
    await post(`invocation/${awsRequestId}/response`, JSON.stringify(result));
  } catch (error) {
    await post(`invocation/${awsRequestId}/error`, toError(error));
  }
}

const handler = await load();
for (;;) await runNext(handler);

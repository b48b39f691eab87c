// What is logged of a request at the door.

/**
 * Fields of a line, by name. None tells who sent it: no IP address, no User-Agent, no query and no header. The path says
 * that somebody looks for `/wp-admin`; the rest is for a sick collector.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const fields = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  answerBytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  collectorStatus: "$context.integration.status",
  collectorLatencyMs: "$context.integration.latency",
  error: "$context.error.message",
  collectorError: "$context.integration.error",
};

/** As API Gateway wants it: one line of JSON. */
export const accessLogFormat = JSON.stringify(fields);

/**
 * The environment of a collector that is measured. To be given whole: NODE_OPTIONS or NODE_EXTRA_CA_CERTS of the machine
 * would add their own time.
 */
export const collectorSettings = {
  RIACHO_STREAM: "bench",
  RIACHO_APPS: '{"shop":{"origins":[]}}',
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
};

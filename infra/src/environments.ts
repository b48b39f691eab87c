// The environments there are. Account, region and origins are placeholders until somebody deploys; what is wrong in a
// value is said at synth.

import type { Settings } from "./settings.ts";

/** Of no AWS account: the CLI refuses to deploy there. */
const placeholderAccount = "000000000000";

export const environments: readonly Settings[] = [
  {
    name: "dev",
    account: placeholderAccount,
    region: "eu-west-1",
    apps: { shop: { origins: ["http://localhost:5173", "https://dev.example.com"] } },
    stream: { mode: "provisioned", shards: 1, retentionHours: 24 },
    throttling: { requestsPerSecond: 50, burst: 100 },
    collector: { memoryMb: 512, reservedConcurrency: 5 },
    logRetentionDays: 7,
    isProtected: false,
    edgeSecretParameter: "/riacho/dev/edge-secret",
  },
  {
    name: "test",
    account: placeholderAccount,
    region: "eu-west-1",
    apps: { shop: { origins: ["https://test.example.com"], cookieDomain: "example.com" } },
    stream: { mode: "provisioned", shards: 1, retentionHours: 24 },
    throttling: { requestsPerSecond: 200, burst: 400 },
    collector: { memoryMb: 512, reservedConcurrency: 20 },
    logRetentionDays: 14,
    isProtected: false,
    edgeSecretParameter: "/riacho/test/edge-secret",
  },
  {
    name: "prod",
    account: placeholderAccount,
    region: "eu-west-1",
    apps: { shop: { origins: ["https://www.example.com"], cookieDomain: "example.com" } },
    // A week: what delivery could not read over a long weekend is still there.
    stream: { mode: "provisioned", shards: 2, retentionHours: 168 },
    throttling: { requestsPerSecond: 1000, burst: 2000 },
    collector: { memoryMb: 512, reservedConcurrency: 100 },
    logRetentionDays: 90,
    isProtected: true,
    edgeSecretParameter: "/riacho/prod/edge-secret",
  },
];

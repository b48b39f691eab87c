// Where AWS is and as whom we call it: what Lambda puts into every function's environment.

type Env = Record<string, string | undefined>;

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Lambda's credentials are temporary and have one; long-lived keys have none. */
  sessionToken?: string;
}

/** Those that last as long as the process, or what gives those of the moment; it rejects while there are none. */
export type Credentials = AwsCredentials | (() => Promise<AwsCredentials>);

export interface AwsSettings {
  /** Such as `eu-west-1`. */
  region: string;
  kinesisUrl: URL;
  ssmUrl: URL;
}

/** Settings of credential providers that the AWS client knows and a Lambda does not need. */
const otherProviders = [
  "AWS_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
];

/**
 * Reads region and endpoints. An endpoint is the region's own, unless `AWS_ENDPOINT_URL_KINESIS` or
 * `AWS_ENDPOINT_URL_SSM` names another.
 *
 * @throws Error that names the variable, what was expected and what came
 * @example readAwsSettings({ AWS_REGION: "eu-west-1" })
 */
export function readAwsSettings(env: Env): AwsSettings {
  const region = env.AWS_REGION;
  if (!region || !/^[a-z0-9-]+$/.test(region)) {
    throw new Error(`AWS_REGION: expected a region such as eu-west-1, got ${region || "nothing"}`);
  }
  return {
    region,
    kinesisUrl: readEndpoint(env, "AWS_ENDPOINT_URL_KINESIS", "kinesis", region),
    ssmUrl: readEndpoint(env, "AWS_ENDPOINT_URL_SSM", "ssm", region),
  };
}

/**
 * Reads the credentials that the environment holds, where Lambda puts them for as long as it keeps the process: no file,
 * no metadata service and no other process is asked, so nothing can hang. See docs/decisions/0015.
 *
 * @throws Error that names the variables, what was expected and what came
 * @example readKeys({ AWS_ACCESS_KEY_ID: "AKIA...", AWS_SECRET_ACCESS_KEY: "..." })
 */
export function readKeys(env: Env): AwsCredentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const { AWS_SESSION_TOKEN: sessionToken } = env;
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  }
  const others = otherProviders.filter((name) => env[name]);
  // Names only: what a variable holds may be a secret.
  const came = others.length > 0 ? `${others.join(", ")}, which the collector does not read` : "nothing";
  throw new Error(
    `AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: expected both, as Lambda sets them, got ${came}`,
  );
}

function readEndpoint(env: Env, name: string, service: string, region: string): URL {
  // China is a partition with a domain of its own. The few others (GovCloud shares ours) can be named by the variable.
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const text = env[name] || `https://${service}.${region}.${domain}`;
  if (/^https?:/.test(text) && URL.canParse(text)) return new URL(text);
  throw new Error(`${name}: expected a URL such as https://${service}.${region}.${domain}, got ${text}`);
}

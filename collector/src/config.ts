// The only reader of the environment. Secrets are in none: who starts the collector gives them. A wrong setting fails the start with a sentence, never a request later.

/** One app that may send events. */
export interface App {
  /** Origins whose pages may send: exact (`https://example.com`) or every subdomain (`https://*.example.com`). */
  origins: string[];
  /** A switched-off app answers 410: its SDKs stop sending and keep nothing. */
  off: boolean;
  /**
   * Domain of the visitor's cookie, such as `example.com`: answers set the cookie again, and pages whose requests carry
   * cookies may read them. Null: neither.
   */
  cookieDomain: string | null;
}

export interface Config {
  /** Name of the Kinesis stream. From `RIACHO_STREAM`. */
  streamName: string;
  /** From `RIACHO_APPS`, JSON: `{"shop": {"origins": ["https://shop.example.com"]}}`. */
  apps: ReadonlyMap<string, App>;
  /**
   * What CloudFront adds to its requests to show that it is ours, in the header `edgeHeader`: one secret, or two while one
   * replaces the other. None: there is no edge, and its headers are not believed.
   */
  edgeSecrets: readonly string[];
}

/**
 * Reads the collector's settings.
 *
 * @param edgeSecrets each of at least 16 characters; none by default
 * @throws Error that names the variable, what was expected and what came
 * @example readConfig({ RIACHO_STREAM: "events", RIACHO_APPS: '{"shop":{"origins":["https://*.example.com"]}}' })
 */
export function readConfig(
  env: Record<string, string | undefined>,
  edgeSecrets: readonly string[] = [],
): Config {
  const streamName = env.RIACHO_STREAM;
  if (!streamName) throw new Error("RIACHO_STREAM: expected the name of a Kinesis stream, got nothing");
  const short = edgeSecrets.find((secret) => secret.length < secretLengthMin);
  // Its length and not the secret: this is read in logs.
  if (short !== undefined) {
    throw new Error(`edge secret: expected at least ${secretLengthMin} characters, got ${short.length}`);
  }
  return { streamName, apps: readApps(env.RIACHO_APPS), edgeSecrets };
}

/** Shortest edge secret. An empty one would let every request pass that has the header. */
export const secretLengthMin = 16;

const appsExample = 'such as {"shop":{"origins":["https://shop.example.com"]}}';

function readApps(text: string | undefined): Map<string, App> {
  if (!text) throw new Error(`RIACHO_APPS: expected JSON ${appsExample}, got nothing`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`RIACHO_APPS: expected JSON ${appsExample}, got ${text.slice(0, 80)}`, { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`RIACHO_APPS: expected an object ${appsExample}, got ${text.slice(0, 80)}`);
  }
  return new Map(Object.entries(value).map(([id, app]) => [id, readApp(id, app)]));
}

function readApp(id: string, value: unknown): App {
  const { origins, off = false, cookieDomain = null } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(origins) || !origins.every(isOriginRule)) {
    const expected = '"origins": a list of "https://example.com" or "https://*.example.com", without a path';
    throw new Error(
      `RIACHO_APPS: app ${JSON.stringify(id)}: expected ${expected}, got ${JSON.stringify(origins)}`,
    );
  }
  if (typeof off !== "boolean") {
    throw new Error(
      `RIACHO_APPS: app ${JSON.stringify(id)}: expected "off": true or false, got ${JSON.stringify(off)}`,
    );
  }
  if (cookieDomain !== null && !isDomain(cookieDomain)) {
    const expected = '"cookieDomain": a domain such as "example.com", without a scheme, port or leading dot';
    throw new Error(
      `RIACHO_APPS: app ${JSON.stringify(id)}: expected ${expected}, got ${JSON.stringify(cookieDomain)}`,
    );
  }
  if (cookieDomain !== null && !/^[\w-]+$/.test(id)) {
    const expected = 'an id of letters, digits, - and _ beside "cookieDomain": it is in the cookie\'s name';
    throw new Error(`RIACHO_APPS: app ${JSON.stringify(id)}: expected ${expected}`);
  }
  return { origins, off, cookieDomain };
}

function isDomain(value: unknown): value is string {
  return typeof value === "string" && /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(value);
}

function isOriginRule(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$/.test(value);
}

// What the container's server takes from the environment beside the collector's own settings. Pure.

export interface ServerSettings {
  /** From `PORT`, default 8080; 0 for a free one. */
  port: number;
  /** From `RIACHO_DRAIN_MS`, default 5000, in milliseconds. */
  drainMs: number;
}

/**
 * @throws Error that names the variable, what was expected and what came
 * @example readServerSettings({ PORT: "80" }) // { port: 80, drainMs: 5000 }
 */
export function readServerSettings(env: Record<string, string | undefined>): ServerSettings {
  return {
    port: readWhole("PORT", env.PORT ?? "8080", 65_535),
    drainMs: readWhole("RIACHO_DRAIN_MS", env.RIACHO_DRAIN_MS ?? "5000", 600_000),
  };
}

function readWhole(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max)
    throw new Error(`${name}: expected a whole number from 0 to ${max}, got ${JSON.stringify(text)}`);
  return value;
}

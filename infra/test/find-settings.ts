import type { Settings } from "../src/settings.ts";

/** @throws where it is not among the environments */
export function findSettings(environments: readonly Settings[], name: Settings["name"]): Settings {
  const settings = environments.find((one) => one.name === name);
  if (!settings) throw new Error(`expected settings of ${name}, got none`);
  return settings;
}
